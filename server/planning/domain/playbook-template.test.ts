import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { verbSchema } from "#server/contracts/request.ts";
import { playbookTemplate } from "./playbook-template.ts";

describe("a template for what the catalog lacks", () => {
  it("is a playbook that says what it is about and does nothing yet", () => {
    const template = playbookTemplate("Jelly Fin", "deploy");
    expect(template?.path).toBe("playbooks/jelly-fin/deploy.yml");
    expect(template?.text).toContain("# chiffon:service=jelly-fin\n# chiffon:action=deploy\n");
    expect(template?.text).toContain("ansible.builtin.fail");
  });

  it("holds no markup, template or path of what was typed, whatever that is", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...verbSchema.options), (typed, verb) => {
        const template = playbookTemplate(typed, verb);
        if (template === null) return;
        expect(template.path).toMatch(/^playbooks\/[a-z][a-z0-9-]*\/[a-z]+\.yml$/);
        expect(template.text).not.toMatch(/\{\{|\{%|`/);
        const [document] = parseAllDocuments(template.text);
        expect(document?.errors).toEqual([]);
        expect(document?.toJS()).toHaveLength(1);
      }),
    );
  });
});
