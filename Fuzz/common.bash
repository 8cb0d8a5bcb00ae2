# What the commands of this folder share. They source it first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# `empty` is what speed is compared with, and is not fuzzed.
all=()
for folder in Sources/fuzz-*; do
    [[ "$folder" == */fuzz-empty ]] || all+=("${folder#Sources/fuzz-}")
done

regressions=../Tests/Regressions

# Stack traces need the symboliser of the compiler that built the fuzzer.
swift_library=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
export PATH="${swift_library%/lib/swift}/bin:$PATH"
# Swift's own backtraces and libFuzzer wait for each other for ever.
export SWIFT_BACKTRACE=enable=no

# refuse MESSAGE: ends a command that was called wrongly.
refuse() {
    echo "Fuzz/${0##*/}: $1" >&2
    usage >&2
    exit 64
}

# choose TARGET|all: sets `chosen`. `complexity`, whose bounds are not calibrated yet, is
# not one of all.
choose() {
    if [[ "$1" == all ]]; then
        chosen=()
        for name in "${all[@]}"; do [[ "$name" == complexity ]] || chosen+=("$name"); done
    else
        [[ " ${all[*]} empty " == *" $1 "* ]] || refuse "unknown target '$1'"
        chosen=("$1")
    fi
}

# Where the fuzzer of a target is built. `complexity` counts edges and has a build of its
# own, without AddressSanitizer.
scratch() { if [[ "$1" == complexity ]]; then echo .build/edges; else echo .build; fi; }
program() { echo "$(scratch "$1")/release/fuzz-$1"; }

# build TARGET...: all in one go.
build() {
    local name products=() counts=
    for name in "$@"; do
        if [[ "$name" == complexity ]]; then counts=yes; else products+=("fuzz-$name"); fi
    done
    # SwiftPM does not see that these depend on headers of the package under test.
    touch Sources/KernelsTarget/*.swift Sources/CABITarget/*.cpp
    local product=()
    if ((${#products[@]} == 1)); then product=(--product "${products[0]}"); fi
    # swiftc takes the last -sanitize alone, so it is given both once more.
    ((${#products[@]} == 0)) || swift build -c release --scratch-path .build "${product[@]}" \
        --sanitize=fuzzer --sanitize=address -Xswiftc -sanitize=fuzzer,address
    [[ -z "$counts" ]] || swift build -c release --scratch-path .build/edges \
        --product fuzz-complexity --sanitize=fuzzer -Xswiftc -sanitize=fuzzer \
        -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-pc \
        -Xcc -fsanitize-coverage=trace-pc
}

# Descriptions of real producers that are small enough to be run often.
fixture_seeds() {
    local folder=.build/seeds
    if [[ ! -d "$folder" || -n "$(find ../Tests/Fixtures -newer "$folder" -print -quit)" ]]; then
        rm -rf "$folder" && mkdir -p "$folder"
        find ../Tests/Fixtures -name '*.sdp' -size -17 | while read -r fixture; do
            cp "$fixture" "$folder/$(tr / - <<< "${fixture#../Tests/Fixtures/}")"
        done
        touch "$folder"
    fi
    echo "$folder"
}

# seeds TARGET: the folders that its fuzzing starts with, as `folders`. What is kept of one
# target's finds is tried with all that read descriptions.
seeds() {
    folders=()
    case "$1" in
    answer | attributes | cabi | session) ;;
    *)
        folders=("$(fixture_seeds)" corpus/description corpus/hostile)
        # What Fuzz/minimize keeps, which may be nothing.
        if [[ -d corpus/grown ]]; then folders+=(corpus/grown); fi
        ;;
    esac
    local folder
    for folder in "corpus/$1" "$regressions/$1"; do
        if [[ -d "$folder" ]]; then folders+=("$folder"); fi
    done
}

# target_of FILE: what its folder is named after, or `description`.
target_of() { basename "$(dirname "$(realpath "$1")")"; }

# Inputs are not read beyond this.
maximum=65536
libfuzzer=(-max_len="$maximum" -timeout=10 -rss_limit_mb=2048 -print_funcs=0)
