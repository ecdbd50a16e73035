/** Rows that an answer lists at most. */
export const rowsInAnswer = 12;
