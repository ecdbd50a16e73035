/** The spans the spend page offers, in days. */
export const spans = [7, 30, 90, 365] as const;

/** The span every page begins with. */
export const firstSpanDays = 30;
