const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A duration for people: "45 s", "3 min", "1 h 20 min", "2 days". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < minute) return `${whole} s`;
  if (whole < hour) {
    const rest = whole % minute;
    const minutes = Math.floor(whole / minute);
    return minutes < 5 && rest >= 10
      ? `${minutes} min ${rest} s`
      : `${Math.round(whole / minute)} min`;
  }
  if (whole < day) {
    const minutes = Math.round((whole % hour) / minute);
    return minutes > 0 ? `${Math.floor(whole / hour)} h ${minutes} min` : `${whole / hour} h`;
  }
  const days = Math.round(whole / day);
  return `${days} ${days === 1 ? "day" : "days"}`;
}

/** "1 host", "3 hosts". */
export function plural(count: number, singular: string, pluralForm = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : pluralForm}`;
}
