/** Lets everybody else who waits for the one thread have their turn: long work asks for it after each of its pieces. */
export const nextTurn = (): Promise<void> => new Promise((go) => void setImmediate(go));
