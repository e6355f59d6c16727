# Renders the JSON of `--summary` for the summary of a job.
#
# Paths, keys and reasons may have text from documents in them. Every character that Markdown or HTML
# could interpret is written as a number. Long texts and lists are cut, because GitHub refuses a
# summary of more than 1 MiB.

def is_plain: (97 <= . and . <= 122) or (65 <= . and . <= 90) or (44 <= . and . <= 57 and . != 46) or . == 32;
def code:
  (if length > 200 then .[:200] + "…" else . end)
  | "<code>" + ([explode[] | if is_plain then [.] | implode else "&#\(.);" end] | add // "") + "</code>";

def place: .path + if .line then ", line \(.line)" else "" end;

def table($title):
  to_entries | sort_by(-.value.count) | select(length > 0)
  | "", "| \($title) | documents | first document |", "|---|---:|---|",
    (.[:100][] | "| \(.key | code) | \(.value.count) | \(.value.first[0] | place | code) |"),
    (if length > 100 then "| and \(length - 100) more | | |" else empty end);

"### pith: \(.passed) of \(.documents) documents passed, \(.failed) failed, \(.unverifiable) unverifiable",
(if .complete then empty else
  "", "The run is **not complete**:", "", (.incomplete[:20][] | "- \(code)"),
  (if (.incomplete | length) > 20 then "- and \((.incomplete | length) - 20) more" else empty end)
end),
(.first_causes | table("first cause")),
(.failed_checks | table("failed check")),
(.untrusted_keys | table("key that is not trusted"))
