"use client";

import { useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useState } from "react";
import { ruleOffersQuery } from "#components/lib/rule-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { lateDialog } from "#components/ui/late-dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { RequestView } from "#server/contracts/plan.ts";

const RuleEditor = lateDialog(() =>
  import("./rule-editor.tsx").then((module) => module.RuleEditor),
);

/** Offers a rule on the newest card of what was approved again and again without a change. */
export function OfferRule({ view }: { readonly view: RequestView }) {
  const mayMake = useMay("rule.manage");
  const { data } = useQuery({ ...ruleOffersQuery(), enabled: mayMake });
  const [isOpen, setOpen] = useState(false);
  const offer = data?.offers.find(({ requestId }) => requestId === view.requestId);
  if (!mayMake || offer === undefined) return null;
  return (
    <Notice
      icon={Scale}
      title={`Approved ${offer.times} times without a change`}
      actions={
        <Button size="small" icon={Scale} onClick={() => setOpen(true)}>
          Make it a rule
        </Button>
      }
    >
      It went well each time. A rule can approve the same from now on, until a day that you choose.
      {isOpen ? <RuleEditor offer={offer} onClose={() => setOpen(false)} /> : null}
    </Notice>
  );
}
