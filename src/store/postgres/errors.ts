/** PostgreSQL's name for what went wrong (SQLSTATE), such as `23505`; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in (error as object) ? code : undefined;
}

/** The constraint or index that a statement broke. */
export function constraintOf(error: unknown): string | undefined {
  const name = typeof error === 'object' && error !== null && 'constraint' in error ? error.constraint : undefined;
  return typeof name === 'string' ? name : undefined;
}
