/** The banner that cannot be missed. */
export function FrozenBanner() {
  return null;
}
