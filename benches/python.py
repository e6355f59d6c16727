"""Verifies records in Python, in one process, for the comparison of speeds only.

python3 benches/python.py KEY.json CORPUS.ndjson

Prints how many records passed, and exits with 0 only if all did.
"""

import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SECTIONS = ["claims", "references", "formal_canon", "author_claims"]


def canonical(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest_of(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def text_hash(text):
    return hashlib.sha256(" ".join(text.split()).lower().encode()).hexdigest()


def unique(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name is there twice")
    return members


def aliases_of(source, identifier):
    return {
        "arxiv": source["id"],
        "arxiv_version": f"{source['id']}v{source['version']}",
        "doi": f"10.48550/arxiv.{source['id']}",
        "pith_short_8": identifier[:8],
        "pith_short_12": identifier[:12],
        "pith_short_16": identifier[:16],
    }


def links_of(value):
    if isinstance(value, dict):
        for member in value.values():
            yield from links_of(member)
    else:
        yield value


def passes(line, key, fingerprint):
    record = json.loads(line, object_pairs_hook=unique)
    core, receipt, paper = (record[name] for name in ("canonical_record", "receipt", "paper"))
    metadata, graph = core["metadata"], record["graph_snapshot"]
    digest = hashlib.sha256(canonical(core))
    identifier = base64.b32encode(digest.digest()).decode()[:26]
    try:
        key.verify(base64.b64decode(receipt["signature_b64"], validate=True), digest.digest())
    except InvalidSignature:
        return False
    names = (identifier, identifier[:8], core["source"]["id"])
    links = [*links_of(record["links"]), *links_of(record["agent_actions"])]
    integrity = graph["integrity"]
    payload = {"detectors": integrity["detectors_run"], "findings": integrity["findings"]}
    return (
        record["record_type"] == "pith_number_record"
        and record["schema_version"] == core["schema_version"] == "1.0"
        and digest.hexdigest() == record["canonical_sha256"] == receipt["canonical_sha256"]
        and receipt["algorithm"] == "ed25519"
        and receipt["public_key_fingerprint"] == fingerprint
        and record["pith_number"] == f"pith:{metadata['submitted_at'][:4]}:{identifier}"
        and record["short_pith_number"] == f"pith:{identifier[:8]}"
        and {alias["alias_kind"]: alias["alias_value"] for alias in record["aliases"]}
        == aliases_of(core["source"], identifier)
        and record["source"] == core["source"] == graph["source"]
        and all(paper[name] == metadata[name] for name in ("license", "primary_cat", "submitted_at"))
        and sorted(paper["cross_cats"]) == metadata["cross_cats_sorted"]
        and text_hash(paper["title"]) == metadata["title_canon_sha256"]
        and graph["paper"] == paper
        and integrity["snapshot_sha256"] == digest_of({"payload": payload})
        and all(graph[name]["snapshot_sha256"] == digest_of({"payload": []}) for name in SECTIONS)
        and all(any(name in link for name in names) for link in links)
    )


def main():
    _, key_file, corpus = sys.argv
    with open(key_file, encoding="utf-8") as file:
        public = base64.b64decode(json.load(file)["public_key_b64"])
    key = Ed25519PublicKey.from_public_bytes(public)
    fingerprint = hashlib.sha256(public).hexdigest()[:32]
    with open(corpus, encoding="utf-8") as lines:
        verdicts = [passes(line, key, fingerprint) for line in lines]
    print(sum(verdicts), "of", len(verdicts), "records pass")
    return 0 if verdicts and all(verdicts) else 1


sys.exit(main())
