/** What a document is compared with. */
export interface Options {
  /** The name of the file, for the report. The default is `document.json`. */
  name?: string;
  /** The title of the paper, which is compared with the signed hash. */
  title?: string;
  /** The whole abstract, which is compared with the signed hash. */
  abstract?: string;
  /** Names that the document must have: Pith Numbers, identifiers or arXiv ids. */
  expect?: string[];
  /** Key files that are trusted too: key objects, mirror manifests or PEM. */
  keys?: File[];
  /** Signed records that are compared with states and integrity documents. */
  records?: File[];
  /** Whether the registry's key, which is built in, is trusted. The default is true. */
  builtInKeys?: boolean;
}

/** The bytes of a file, with its name if reports and messages should have it. */
export type File = Uint8Array | { name: string; bytes: Uint8Array };

/**
 * Verifies one document, and returns the report of `pith verify --json`.
 *
 * A document that does not pass, or cannot be read, is no exception: the report says why.
 *
 * @throws {Refused} if an option cannot be used, for example because a key file holds no key.
 */
export function verify(bytes: Uint8Array, options?: Options): Report;

/**
 * Returns the page of `pith explain --html`, which explains the verdict on a document. The page
 * loads nothing and runs no script.
 *
 * @throws {Refused} as `verify` does.
 */
export function explainHtml(bytes: Uint8Array, options?: Options): string;

/**
 * Returns the page that compares two copies of a document.
 *
 * @throws {Refused} as `verify` does.
 */
export function compareHtml(
  bytes: Uint8Array,
  otherBytes: Uint8Array,
  options?: Options & { /** The name of the other file. */ otherName?: string },
): string;

/** The error for options that cannot be used. */
export class Refused extends Error {}

export type Verdict = "pass" | "fail" | "unverifiable";

/** The report on one document. The JSON Schema of `pith schema` describes every member. */
export interface Report {
  report_version: 1;
  tool: string;
  source: { path: string; line?: number; offset?: number };
  /** The kind of document; null if it is of no known kind. */
  document: "record" | "bundle" | "integrity" | "state" | null;
  verdict: Verdict;
  /** The Pith Number that was recomputed; null unless a trusted key signed it. */
  pith_number: string | null;
  /** The Pith Number that the document states. */
  claimed_pith_number: string | null;
  canonical_sha256: string | null;
  key: { key_id: string; fingerprint: string; built_in: boolean } | null;
  /** Why the document could not be read. */
  error: { code: string; message: string; offset: number | null } | null;
  checks: Check[];
  /** The changes that turn an altered record back into the signed one. */
  diagnosis: { pointer: string; found: unknown; restored: unknown; from: string | null }[];
  coverage: Record<CoverageClass, number>;
  leaves: Record<CoverageClass, string[]> | null;
  leaves_omitted: number | null;
  integrity_findings: IntegrityFinding[] | null;
  integrity_findings_total: number | null;
}

/** One check. A check that did not pass has a reason. */
export interface Check {
  id: string;
  status: "pass" | "fail" | "skipped";
  /** The JSON Pointer to the place that the check is about. */
  pointer: string;
  claimed: string | null;
  computed: string | null;
  reason: string | null;
}

export type CoverageClass = "signed" | "checked" | "mirrored" | "hash_bound" | "unsigned";

/** A finding of an integrity document, in the words of the document. */
export interface IntegrityFinding {
  severity: string | null;
  finding_type: string | null;
  verdict_class: string | null;
  note: string | null;
  detector: string | null;
  ref_index: number | string | null;
  signed: boolean;
  listed: boolean;
}
