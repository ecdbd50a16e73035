"use client";

import { SelectField } from "#components/ui/field.tsx";
import { tokenDays } from "./token-words.ts";

/** How long a token lasts, as a field named `days`. */
export function TokenLife() {
  return (
    <SelectField label="Lasts" name="days" defaultValue="90">
      {tokenDays.map(({ days, text }) => (
        <option key={days} value={days}>
          {text}
        </option>
      ))}
    </SelectField>
  );
}
