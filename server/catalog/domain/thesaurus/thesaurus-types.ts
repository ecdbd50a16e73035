/**
 * Services of one kind. `words` say what all of them are for, as people would put it; `services` holds one a line:
 * `Name = alias, alias | words of its own`. A `*` before the name says that it is also an ordinary word.
 */
export interface ThesaurusGroup {
  readonly words: string;
  readonly services: string;
}
