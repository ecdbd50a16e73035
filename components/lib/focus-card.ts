const patienceMs = 5_000;
const lookEveryMs = 50;

/** Moves the focus to the card of a request, once that is drawn; gives up after five seconds. */
export async function focusCard(requestId: string): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (performance.now() < giveUpAt) {
    const card = document.getElementById(`plan-${requestId}`);
    if (card) {
      card.focus();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
