#!/usr/bin/env bash
# Tests the wheel on a real Spark with two executors, in a classic session, through Spark Connect,
# and with the oldest Spark.
#
# `spark.sh WHEEL` uses an existing wheel, and so does `.ci/packages`. PITH_SPARK_RECORDS sets the size
# of the corpus, which is 10,000 records by default.
wheel=${1:-}
[ -n "$wheel" ] || [ -z "${PITH_WHEELS:-}" ] || wheel=$(find "$PITH_WHEELS" -name '*.whl')
wheel=${wheel:+$(realpath "$wheel")}
. "$(dirname "$0")/lib.sh"
records=${PITH_SPARK_RECORDS:-10000}

# Spark 4 runs on Java 17 and 21; later releases of Debian have only 21.
if ! command -v java >/dev/null; then
  apt-get update -qq
  for version in 17 21; do
    apt-get install -y -qq --no-install-recommends "openjdk-$version-jre-headless" >/dev/null && break
  done
fi

python3 -m venv "$scratch/venv"
versions=(--disable-pip-version-check --constraint packaging/python/tests/spark/constraints.txt)
if [ -z "$wheel" ]; then
  PIP_QUIET=1 packaging/python/wheel "$scratch/dist"
  wheel=$(echo "$scratch"/dist/*.whl)
fi
"$scratch/venv/bin/pip" install --quiet "${versions[@]}" "$wheel[spark]" pytest

# The profile is that of the tests, for which `.ci/check` has built all dependencies.
corpus=$scratch/corpus.ndjson
cargo bench --quiet --locked --profile test --bench corpus -- "$records" >"$corpus"
[ "$(wc -l <"$corpus")" = "$records" ]

# tests ENVIRONMENT API ARGUMENT…: runs the tests of this selection in an environment.
tests() {
  PITH_CORPUS=$corpus PITH_SPARK_API=$2 "$1/bin/pytest" --quiet -p no:cacheprovider \
    --basetemp "$scratch/tests" packaging/python/tests/spark "${@:3}"
}
tests "$scratch/venv" classic
# What the executors do with files and after they are killed does not depend on the client.
tests "$scratch/venv" connect -k 'test_spark and not files and not lines and not stay'

# The oldest versions that the package promises. That Spark leaves sockets open.
python3 -m venv "$scratch/oldest"
"$scratch/oldest/bin/pip" install --quiet --disable-pip-version-check \
  "$wheel" pyspark==4.0.0 pyarrow==16.0.0 'pandas<3' 'numpy<2' pytest
tests "$scratch/oldest" classic -rs -W ignore::pytest.PytestUnraisableExceptionWarning \
  -k 'sql_function or every_type or clash'
echo "spark: $records records, $("$scratch/venv/bin/pip" list 2>/dev/null | grep '^pyspark ')"
