export async function attackGatekeeper(..._: unknown[]): Promise<void> {}
