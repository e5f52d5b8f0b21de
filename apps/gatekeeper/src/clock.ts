/** Unix seconds now. The gatekeeper's clock is the host's; phones bound what it can do with it. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
