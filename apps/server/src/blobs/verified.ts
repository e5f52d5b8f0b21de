import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { ApiError } from "../http/error.ts";

/**
 * Passes exactly `size` bytes on whose SHA-256 is `sha256`, else fails. The last piece is held back until the hash is known,
 * so that a store which counts bytes never sees the end of a file that is not what it should be.
 */
export function verified(sha256: string, size: number): Transform {
  const hash = createHash("sha256");
  let seen = 0;
  let last: Buffer | undefined;
  return new Transform({
    transform(part: Buffer, _, done) {
      seen += part.length;
      if (seen > size) return done(new ApiError(400, "blob.hash", "body", "More bytes came than were announced."));
      hash.update(part);
      const before = last;
      last = part;
      done(null, before);
    },
    flush(done) {
      if (seen !== size) return done(new ApiError(400, "blob.hash", "body", `${seen} of ${size} bytes came.`));
      if (hash.digest("hex") !== sha256)
        return done(new ApiError(400, "blob.hash", "sha256", "The bytes have another hash than the address names."));
      done(null, last);
    },
  });
}
