# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts here that compare: peers, captures, measurements in turn, facts of the machine. Expects `root` and `work`, a folder
# that is removed at the end.

say() { echo "bench: $*" >&2; }

fail() {
    say "$*"
    exit 1
}

# provide COMMAND:PACKAGE...: installs what is missing where that is allowed (root on a machine with apt-get, not through sudo), else
# says what to install. Returns 1 where something is missing still.
provide() {
    local pair missing=()
    for pair in "$@"; do
        [[ -n $(type -P "${pair%%:*}") ]] || missing+=("${pair##*:}")
    done
    ((${#missing[@]} > 0)) || return 0
    if ((EUID == 0)) && [[ -z ${SUDO_UID:-} ]] && command -v apt-get >/dev/null; then
        say "installing ${missing[*]}"
        { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1
    fi
    missing=()
    for pair in "$@"; do
        [[ -n $(type -P "${pair%%:*}") ]] || missing+=("${pair##*:}")
    done
    ((${#missing[@]} == 0)) || { say "not here, so not compared: apt-get install ${missing[*]}"; return 1; }
}

# Makes the program that runs and measures others.
make_launcher() {
    cc -O2 -o "$work/measure" "$root/bench/src/main/c/measure.c" || fail "needs a C compiler: apt-get install gcc libc6-dev"
}

# Sets CAPTURE to a large plain capture that Debian's sysdig reads to its end, and EVENTS to the number of its events: the one of
# ../shared where that is there, else one made of our own.
provide_capture() {
    local shared=$root/../shared/captures/bench-compat.scap.gz i many=()
    CAPTURE=$work/large.scap
    if [[ -r $shared ]]; then
        zcat "$shared" >"$CAPTURE"
        EVENTS=1751201
        return
    fi
    for ((i = 0; i < 600; i++)); do
        many+=(-r "$root/cli/src/test/captures/files.scap.gz")
    done
    "$KANSOKU" "${many[@]}" -w "$work/made.scap" --keep-privileges && "$KANSOKU" scap convert "$work/made.scap" "$CAPTURE" --compat 2022 2>/dev/null ||
        fail "cannot make a capture"
    rm "$work/made.scap"
    EVENTS=1439400
}

# measured FILE COMMAND...: one run, noted in the file. A command that fails ends everything.
measured() {
    "$work/measure" "$@" || fail "failed: ${*:2} ($(head -c 300 "$1.errors"))"
}

# in_turn ROUNDS: the arrays `peer` and `ours`, so often in turn (A B A B ...), so that what else the machine does falls on both alike; once
# before, to warm the files up. The figures go to $work/peer and $work/ours.
in_turn() {
    local round
    measured "$work/unused" "${peer[@]}"
    measured "$work/unused" "${ours[@]}"
    rm -f "$work/peer" "$work/ours"
    for ((round = 0; round < $1; round++)); do
        measured "$work/peer" "${peer[@]}"
        measured "$work/ours" "${ours[@]}"
    done
}

# of COLUMN SIDE: the median of a column (wall, cpu, peak, first) of one side.
of() {
    local column
    case $1 in wall) column=1 ;; cpu) column=2 ;; peak) column=3 ;; first) column=4 ;; esac
    cut -d' ' -f"$column" "$work/$2" | sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# What figures depend on, in a sentence.
machine_facts() {
    local governor
    governor=$(cat /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor 2>/dev/null || echo "none to choose")
    echo "$(date -u +%Y-%m-%d), $(nproc) CPUs ($(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB), Linux $(uname -r),"
    echo "governor $governor, load average $(cut -d' ' -f1 /proc/loadavg) before, commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
}
