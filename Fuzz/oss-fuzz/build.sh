#!/usr/bin/env bash
# Puts the fuzzers into $OUT, each with its corpus, its options and the dictionary. Called
# by ClusterFuzzLite and OSS-Fuzz in their images, and without them:
#
#     OUT=/tmp/out SANITIZER=address Fuzz/oss-fuzz/build.sh
#
# SANITIZER is address or coverage.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")"
# In an image this file lies beside the repository.
[[ -f ../common.bash ]] && cd .. || cd "${SRC:?}/swift-sdp/Fuzz"
mkdir -p "${OUT:?}"

flags=(--sanitize=fuzzer -Xswiftc -sanitize=fuzzer)
case "${SANITIZER:-address}" in
address) flags=(--sanitize=fuzzer --sanitize=address -Xswiftc -sanitize=fuzzer,address) ;;
coverage) flags+=(-Xswiftc -profile-generate -Xswiftc -profile-coverage-mapping) ;;
*) echo "build.sh: there is no build for SANITIZER=$SANITIZER" >&2; exit 1 ;;
esac
# The fuzzers run where there is no Swift.
swift build -c release --static-swift-stdlib --scratch-path "$OUT/.build" "${flags[@]}"

# archive FILE FOLDER...
archive() {
    python3 -c '
import pathlib
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for folder in map(pathlib.Path, sys.argv[2:]):
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{folder.name}-{file.name}")
' "$@"
}

source ./common.bash
for name in "${all[@]}"; do
    # It counts edges in a build of its own.
    [[ "$name" != complexity ]] || continue
    cp "$OUT/.build/release/fuzz-$name" "$OUT/"
    seeds "$name"
    archive "$OUT/fuzz-${name}_seed_corpus.zip" "${folders[@]}"
    printf '[libfuzzer]\nmax_len = %s\ndict = sdp.dict\n' "$maximum" > "$OUT/fuzz-$name.options"
done
cp sdp.dict "$OUT/"
rm -rf "$OUT/.build"
