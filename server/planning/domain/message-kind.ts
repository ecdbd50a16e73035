import type { FollowUp } from "./follow-up.ts";

/** What a message is (ORCH-01). A change is everything that is none of the others. */
export type MessageKind =
  /** Something is to be done. `isGuess`: only because no rule took it for anything else. */
  { readonly kind: "change"; readonly isGuess?: true } | FollowUpKind | SpokenKind;

/** A message that means something only beside an earlier plan of its conversation. */
export interface FollowUpKind {
  readonly kind: "follow_up";
  readonly followUp: FollowUp;
}

/** A message that is answered in words and never planned. `isGuess`: by learned weights alone, no rule told. */
export type SpokenKind =
  | { readonly kind: "help"; readonly isGuess?: true }
  | { readonly kind: "greeting" }
  /** Words between people: thanks, moods, a good night. `reason`: why an errand among them is none of ours. */
  | { readonly kind: "small_talk"; readonly isGuess?: true; readonly reason?: string }
  /** What would destroy for good, or open every door: answered with its risk, never with a playbook. */
  | { readonly kind: "danger"; readonly isGuess?: true }
  | Question
  | {
      readonly kind: "control";
      readonly control: Control;
      readonly isGuess?: true;
    }
  /** "change the port to 3002", "only the backup role": a new version of the plan that waits. */
  | { readonly kind: "revise"; readonly planId: string; readonly requestId: string }
  /** "again" while the same plan still waits. */
  | { readonly kind: "still_waiting"; readonly planId: string; readonly requestId: string }
  /** No rule knows the question; `message` and `prompts` are said where no model answers it either. */
  | {
      readonly kind: "open_question";
      readonly message: string;
      readonly prompts: readonly string[];
    }
  | { readonly kind: "out_of_scope"; readonly reason: string; readonly isGuess?: true };

/** What somebody wants done with the card of a plan. */
export type Control = "approve" | "reject" | "cancel" | "undo" | "preview";

/** A question, answered from records and registries. */
export interface Question {
  readonly kind: "question";
  readonly topic: QuestionTopic;
  /** What it asks about, in the person's words; null for everything, or for what was spoken of last. */
  readonly about: string | null;
  /** "it", "that": what the conversation's last plan was about. */
  readonly refersBack: boolean;
  readonly days: number | null;
  /** The whole question in plain text: services and hosts are found in it. */
  readonly said: string;
}

/** What a question asks for. */
export type QuestionTopic =
  | "history"
  | "failures"
  | "why"
  | "who"
  | "last"
  | "health"
  | "reach"
  | "on_host"
  /** What there is, as far as it was done from here. */
  | "installed"
  | "where"
  /** What only a look at the machines tells: a playbook that reports it is named. */
  | "report"
  /** What it would take to run something. */
  | "needs"
  /** Something of this installation is named, and what is asked of it no rule tells: all that is known of it. */
  | "subject"
  /** Who is here, and who may do what. */
  | "people"
  /** How long something takes. */
  | "duration"
  /** What is to run by itself at a time. */
  | "schedule"
  | "offline"
  | "running"
  | "waiting"
  | "progress"
  | "capacity"
  | "hosts"
  | "cost"
  | "capabilities";
