/** Between two drawings of what streams, a slow phone answers its person: one drawing may take most of this. */
const leastGapMs = 80;
/** Frames stop in a hidden tab; there, half a second is soon enough. */
const hiddenMs = 500;

/**
 * Has something drawn with the next frame; what streams, some twelve times a second. Whoever asks for more before it is
 * drawn asks once and gathers meanwhile.
 */
export function pacedFrames(): (draw: () => void) => void {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return (draw) => {
    const drawNow = () => {
      drawnAt = performance.now();
      draw();
    };
    if (document.hidden) {
      setTimeout(drawNow, hiddenMs);
      return;
    }
    const waitMs = drawnAt + leastGapMs - performance.now();
    if (waitMs > 0) setTimeout(() => requestAnimationFrame(drawNow), waitMs);
    else requestAnimationFrame(drawNow);
  };
}
