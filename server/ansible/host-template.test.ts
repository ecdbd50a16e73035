import { expect, it } from "vitest";
import {
  fillHostTemplate,
  openVariables,
  parseHostTemplate,
  soleVariable,
} from "./host-template.ts";

const nothing = () => null;

it.each([
  ["{{ target | default('all') }}", "all"],
  ['{{ target | d("web") }}', "web"],
  ["{{target|default('web', true)|trim}}", "web"],
  ["{{ target | default('a:!b', boolean=true) }}", "a:!b"],
  ["k3s_{{ site | default('home') }}:!spare", "k3s_home:!spare"],
  ["plain", "plain"],
])("falls back on what %s says", (pattern, expected) => {
  expect(fillHostTemplate(parseHostTemplate(pattern) ?? [], nothing)).toBe(expected);
});

it.each([
  ["{{ target }}", ["target"]],
  ["deploy_{{ instance }}_{{ site | default('x') }}", ["instance"]],
  ["{{ target | default(hosts_of_choice) }}", ["target"]],
  ["{{ a }}:{{ b }}:{{ a }}", ["a", "b"]],
])("leaves the variables of %s open", (pattern, expected) => {
  const template = parseHostTemplate(pattern) ?? [];
  expect(openVariables(template)).toEqual(expected);
  expect(fillHostTemplate(template, nothing)).toBeNull();
});

it("fills in what is known, but never a template", () => {
  const template = parseHostTemplate("{{ target | default(fallback) }}") ?? [];
  expect(fillHostTemplate(template, (name) => (name === "fallback" ? "nas" : null))).toBe("nas");
  expect(fillHostTemplate(template, () => "{{ other }}")).toBeNull();
});

it.each([
  "{{ groups['web'] | first }}",
  "{{ 'a' if x else 'b' }}",
  "{{ hostvars[host].name }}",
  "{{ lookup('env', 'HOST') }}",
  "{% if x %}a{% endif %}",
  "{{ target",
  "{{ target | default('{{ x }}') }}",
])("does not pretend to read %s", (pattern) => {
  expect(parseHostTemplate(pattern)).toBeNull();
});

it("knows the variable that is the whole pattern", () => {
  expect(soleVariable(parseHostTemplate("{{ target }}") ?? [])?.variable).toBe("target");
  expect(soleVariable(parseHostTemplate("x_{{ target }}") ?? [])).toBeNull();
  expect(soleVariable(parseHostTemplate("all") ?? [])).toBeNull();
});
