export async function hostileGatekeeper(..._: unknown[]): Promise<void> {}
