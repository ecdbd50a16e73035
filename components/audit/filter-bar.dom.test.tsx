import { render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { type AuditFilters, noFilters } from "./audit-filters.ts";
import { FilterBar } from "./filter-bar.tsx";

function Bar({ onChange }: { readonly onChange: (filters: AuditFilters) => void }) {
  const [filters, setFilters] = useState(noFilters);
  const change = (next: AuditFilters) => {
    onChange(next);
    setFilters(next);
  };
  return <FilterBar filters={filters} onChange={change} isFiltered={false} />;
}

it("applies what was typed on Enter also while More is open, and leaves the focus there", async () => {
  const onChange = vi.fn();
  render(<Bar onChange={onChange} />);
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.type(screen.getByRole("textbox", { name: "Host" }), "nas2{Enter}");
  expect(onChange).toHaveBeenLastCalledWith({ ...noFilters, host: "nas2" });
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Host" })),
  );
});
