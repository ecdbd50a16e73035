/** How urgent work is that nobody said anything of; 1 comes first, 5 last. */
export const usualPriority = 3;

/** The most urgent that whoever may ask may choose. Before that goes only what somebody wants who may approve. */
export const openPriority = 2;
