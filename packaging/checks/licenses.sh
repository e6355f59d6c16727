#!/usr/bin/env bash
# What may be built in, by license, source and Rust version. Advisories need a database from
# the network: `cargo deny --config packaging/deny.toml check` has the same rules and asks it.
. "$(dirname "$0")/lib.sh"

need jq=jq

mapfile -t allowed < <(sed -n '/^allow = \[/,/^\]/s/^ *"\(.*\)",$/\1/p' packaging/deny.toml)
[ ${#allowed[@]} -gt 3 ]

# refused MANIFEST: lists the dependencies that break a rule.
refused() {
  local metadata msrv
  metadata=$(cargo metadata --locked --format-version 1 --manifest-path "$1")
  jq --raw-output --args '
    ($ARGS.positional) as $allowed
    | def permitted: . as $license | $allowed | index($license) != null;
      # An expression without parentheses that matter: all of "AND", any of "OR".
      def fine: gsub("[()]"; "") | gsub("/"; " OR ") | split(" AND ")
        | all(split(" OR ") | any(permitted));
      .packages[] | select((.license // "none") | fine | not) | "\(.name) \(.version): license \(.license)"
  ' "${allowed[@]}" <<<"$metadata"
  jq --raw-output '
    .packages[] | select(.source != null and (.source | startswith("registry+") | not))
    | "\(.name): from \(.source)"
  ' <<<"$metadata"
  # The Rust version that the project promises must be enough for every dependency.
  msrv=$(jq --raw-output '.resolve.root as $root | .packages[] | select(.id == $root) | .rust_version' <<<"$metadata")
  cargo tree --locked --edges normal,build --prefix none --format '{p}' --manifest-path "$1" |
    cut -d' ' -f1,2 | sort -u >"$scratch/built"
  jq --raw-output --arg msrv "$msrv" '
    def parts: split(".") | map(tonumber);
    .packages[] | select(.rust_version != null and (.rust_version | parts) > ($msrv + ".999" | parts))
    | "\(.name) v\(.version) needs Rust \(.rust_version)"
  ' <<<"$metadata" | while read -r name version rest; do
    ! grep -qxF "$name $version" "$scratch/built" || echo "$name $version $rest"
  done
}

for manifest in Cargo.toml packaging/{python,web}/Cargo.toml; do
  refused "$manifest" >>"$scratch/refused"
done
if [ -s "$scratch/refused" ]; then
  cat "$scratch/refused" >&2
  exit 1
fi
