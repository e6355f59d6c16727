// Compares the npm package with the command, over all fixtures:
// PITH=…/pith node --test packaging/web/tests/fixtures.test.mjs

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { compareHtml, explainHtml, Refused, verify } from "../index.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const pith = process.env.PITH ?? join(root, "target/release/pith");
const record = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const altered = "fixtures/invalid/canonical-hash--version-altered.json";
const state = "fixtures/valid/composed-state-of-the-real-record.json";
const testRecord = "fixtures/valid/4QHRGH5A.json";
const testKey = "fixtures/keys/pith-test-1.json";

const read = (path) => readFileSync(join(root, path));
const run = (...args) => spawnSync(pith, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });

/** Every JSON document below a folder, in the order of the command. */
function documents(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true });
  return entries.filter((name) => name.endsWith(".json")).map((name) => `${folder}/${name}`).sort();
}

test("every fixture gets the report of the command", () => {
  const paths = documents("fixtures");
  assert.ok(paths.length > 400, `${paths.length} fixtures`);
  const lines = run("verify", "--json", ...paths).stdout.trimEnd().split("\n");
  assert.equal(lines.length, paths.length);
  for (const [place, path] of paths.entries()) {
    assert.deepEqual(verify(read(path), { name: path }), JSON.parse(lines[place]), path);
  }
  console.log(`# ${paths.length} reports are equal`);
});

test("pages are those of the command", () => {
  for (const path of [record, altered, testKey]) {
    assert.equal(explainHtml(read(path), { name: path }), run("explain", "--html", path).stdout, path);
  }
  const page = compareHtml(read(record), read(altered), { name: record, otherName: altered });
  assert.equal(page, run("explain", "--html", record, altered).stdout);
});

test("options mean the same as those of the command", () => {
  for (const [path, options, args] of [
    [record, { title: "Another title" }, ["--title", "Another title"]],
    [record, { abstract: "Another abstract" }, ["--abstract", "Another abstract"]],
    [record, { expect: ["arXiv:2106.06530v2"] }, ["--expect", "arXiv:2106.06530v2"]],
    [record, { expect: ["arXiv:2106.06530v1"] }, ["--expect", "arXiv:2106.06530v1"]],
    [record, { builtInKeys: false }, ["--no-builtin-keys"]],
    [testRecord, {}, []],
    [testRecord, { keys: [read(testKey)] }, ["--key", testKey]],
  ]) {
    const report = run("verify", "--json", ...args, path).stdout;
    assert.deepEqual(verify(read(path), { name: path, ...options }), JSON.parse(report), args.join(" "));
  }
});

test("a record is compared with a document that has no receipt", () => {
  const given = { name: record, bytes: read(record) };
  assert.equal(verify(read(state), { name: state }).verdict, "unverifiable");
  const report = verify(read(state), { name: state, records: [given] });
  assert.equal(report.verdict, "pass");
  assert.deepEqual(report, JSON.parse(run("verify", "--json", "--with", record, state).stdout));
});

test("options that cannot be used are refused, and later calls work", () => {
  const refused = (options, message) => assert.throws(() => verify(read(record), options), (error) => error instanceof Refused && message.test(error.message));
  refused({ keys: [read(record)] }, /^key file key-1: /);
  refused({ records: [{ name: "b.json", bytes: read(altered) }] }, /^record b\.json: it does not pass/);
  refused({ expect: ["?"] }, /^expect: /);
  refused({ colour: "red" }, /unknown field `colour`/);
  assert.throws(() => verify("{}"), TypeError);
  assert.throws(() => verify(read(record), { name: "a.ndjson" }), TypeError);
  assert.equal(verify(read(record)).verdict, "pass");
});

test("a document of more than 16 MiB, and one of nothing, get reports", () => {
  assert.equal(verify(new Uint8Array(2 ** 24 + 1)).error.code, "too-large");
  assert.equal(verify(new Uint8Array()).error.code, "unreadable");
});

test("after a trap, a fresh instance verifies", () => {
  const endless = Object.defineProperty(new Uint8Array(), "length", { value: 2 ** 32 - 4096 });
  assert.throws(() => verify(endless), WebAssembly.RuntimeError);
  assert.equal(verify(read(record)).verdict, "pass");
});

test("the types name every member of a report", () => {
  const types = readFileSync(join(root, "packaging/web/index.d.ts"), "utf8");
  const schema = JSON.parse(execFileSync(pith, ["schema"]));
  const names = [];
  const walk = (value) => {
    for (const [name, inside] of Object.entries(value?.properties ?? {})) names.push(name) && walk(inside);
    for (const inside of [value?.items, ...(value?.anyOf ?? [])]) if (inside) walk(inside);
  };
  walk(schema);
  assert.ok(names.length > 40);
  for (const name of names) assert.match(types, new RegExp(`\\b${name}\\??:|"${name}"`), name);
});

test("the versions are those of the crate", () => {
  const version = /^version = "(.*)"$/m.exec(read("Cargo.toml"))[1];
  assert.equal(JSON.parse(read("packaging/web/package.json")).version, version);
  assert.match(String(read("packaging/web/Cargo.toml")), new RegExp(`^version = "${version}"$`, "m"));
});
