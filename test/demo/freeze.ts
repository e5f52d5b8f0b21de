export async function freezeAndLift(..._: unknown[]): Promise<void> {}
