/**
 * Things that people ask any chat for and that no playbook does. No rule tells them from a description of something to
 * host ("a place for our recipes"), so this is a plain list; it only counts where nothing is told to be done.
 */
export const smallTalk =
  `weather|forecast|joke|poem|song|story|recipe|cook|cooking|football|movie|horoscope|lottery|translate|
essay|homework|capital of|stock price|bitcoin price`.replace(/\s*\n\s*/g, "");

/** Errands outside of any machine: what is to be done, and with what. */
export const errands: readonly { readonly verbs: string; readonly things: string }[] = [
  { verbs: "book|order|buy|reserve", things: "flight|table|pizza|hotel|ticket|taxi|food" },
  { verbs: "make|brew|bring|fetch", things: "coffee|tea|sandwich|dinner|lunch|breakfast" },
];

/** Questions about the world, or about who is asked. */
export const worldQuestions =
  "(?:who|what) (?:is|are|was) (?:the )?(?:president|prime minister|meaning of life|you)";
