import type { ReasonCode } from "@rempart/client";

/** Reasons to freeze, the likeliest first. */
export const freezeReasons: readonly ReasonCode[] = ["compromise", "stolen", "mistake", "exercise", "legal", "other"];
