import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { type EndpointName, isSnakeCase, routeOf, routes } from "#server/contracts/routes.ts";
import { openApiDocument } from "./document.ts";
import { exampleBody } from "./examples.ts";

const document = openApiDocument();
const names = Object.keys(routes) as EndpointName[]; // the table's keys are the endpoints' names
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

it("is OpenAPI 3.1 by the specification's own schema", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect({ valid, version: validator.version }).toEqual({ valid: true, version: "3.1" });
});

it("has every endpoint of the table once, where it is", () => {
  const found = operations.map(({ path, method, operation }) => [
    operation.operationId,
    `${method.toUpperCase()} ${path}`,
  ]);
  expect(Object.fromEntries(found)).toEqual(routes);
  expect(found).toHaveLength(names.length);
});

it("refers only to components that are there, and has none that nothing refers to", () => {
  const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
  const used = new Set(referred.map(([, name]) => name));
  expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort());
});

describe("every schema of it", () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  addFormats(ajv);
  ajv.addVocabulary(["components"]);
  ajv.addSchema({ $id: "document", components: document.components }, "document");

  it("is one that a validator takes", () => {
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.getSchema(`document#/components/schemas/${name}`), name).not.toThrow();
    }
  });

  it.each(names.filter((name) => exampleBody(name) !== null))(
    "the example of %s is what its own schema takes",
    (name) => {
      const { path, method } = routeOf(name);
      const operation = document.paths[path]?.[method.toLowerCase()];
      const media = Object(operation)["requestBody"].content["application/json"];
      expect(ajv.validate(media.schema, media.example), ajv.errorsText()).toBe(true);
    },
  );
});

it("spells names as the wire does", () => {
  for (const { path, operation } of operations) {
    const own = JSON.stringify([operation["parameters"], operation.responses["200"]]);
    const properties = [...own.matchAll(/"required":\[([^\]]*)\]/g)].map(([, list]) => list ?? "");
    const other = isSnakeCase(path) ? /[a-z][A-Z]/ : /[a-z]_[a-z]/;
    expect(
      properties.filter((list) => other.test(list)),
      path,
    ).toEqual([]);
  }
  expect(document.components.schemas["Request"]?.["required"]).toContain("submitted_by");
  expect(document.components.schemas["RequestCamelCase"]?.["required"]).toContain("submittedBy");
});

it("shows the text of a message as text, though its own faults are told apart elsewhere", () => {
  const operation = Object(document.paths["/api/v1/request"]?.["post"]);
  expect(operation.requestBody.content["application/json"].schema.properties.message).toEqual({
    type: "string",
    minLength: 1,
    maxLength: 4000,
  });
});

it("says what an error is on both wires", () => {
  expect(document.components.schemas["Error"]?.["required"]).toEqual(
    expect.arrayContaining(["error_code", "error_message", "trace_id"]),
  );
  expect(document.components.schemas["ErrorCamelCase"]?.["required"]).toEqual(
    expect.arrayContaining(["errorCode", "errorMessage", "traceId"]),
  );
});
