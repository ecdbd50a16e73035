import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { latePart, useLatePart } from "./late-part.ts";

function awaited<T>() {
  const calls: { resolve: (value: T) => void; reject: (cause: Error) => void }[] = [];
  const importIt = () =>
    new Promise<T>((resolve, reject) => {
      calls.push({ resolve, reject });
    });
  return { calls, importIt };
}

const Greeting = () => <p>Here</p>;

function Shown({
  part,
  isWanted,
  failures,
}: {
  readonly part: ReturnType<typeof latePart<typeof Greeting>>;
  readonly isWanted: boolean;
  readonly failures: unknown[];
}) {
  const Part = useLatePart(part, { isWanted, onFailure: (cause) => failures.push(cause) });
  return Part ? <Part /> : <p>Not yet</p>;
}

it("loads a part once, however many ask for it", async () => {
  const { calls, importIt } = awaited<typeof Greeting>();
  const part = latePart(importIt);
  render(
    <>
      <Shown part={part} isWanted failures={[]} />
      <Shown part={part} isWanted failures={[]} />
    </>,
  );
  expect(screen.getAllByText("Not yet")).toHaveLength(2);
  expect(calls).toHaveLength(1);
  calls[0]?.resolve(Greeting);
  expect(await screen.findAllByText("Here")).toHaveLength(2);
});

it("says that a part could not be loaded, and tries again when it is wanted again", async () => {
  const { calls, importIt } = awaited<typeof Greeting>();
  const part = latePart(importIt);
  // Ahead of need: nobody is told.
  calls[0]?.reject(new Error("no network"));
  await expect(part.load()).rejects.toThrow("This part of the page could not be loaded.");

  const failures: unknown[] = [];
  const { rerender } = render(<Shown part={part} isWanted failures={failures} />);
  expect(calls).toHaveLength(2);
  calls[1]?.reject(new Error("no network"));
  await expect.poll(() => failures).toHaveLength(1);

  rerender(<Shown part={part} isWanted={false} failures={failures} />);
  rerender(<Shown part={part} isWanted failures={failures} />);
  calls[2]?.resolve(Greeting);
  expect(await screen.findByText("Here")).toBeDefined();
  expect(failures).toHaveLength(1);
});
