# SPDX-License-Identifier: Apache-2.0
# Sourced by ./verify and .build/build: what a build needs, installed or named.

# Prints the packages that are missing, in Debian's names.
missing_packages() {
    find_java javac || echo openjdk-25-jdk-headless
    command -v mvn >/dev/null || echo maven
    command -v clang >/dev/null || echo clang
    command -v cc >/dev/null || echo gcc
    [[ -r /usr/include/stdio.h ]] || echo libc6-dev
    # bpftool lives in /usr/sbin, which is not on every user's PATH.
    command -v bpftool >/dev/null || [[ -x /usr/sbin/bpftool ]] || echo bpftool
    [[ -r /usr/include/bpf/bpf_helpers.h ]] || echo libbpf-dev
}

# Installs what is missing where that is allowed (root on a machine with apt-get, not through sudo), else names it and
# returns 1.
provide_needs() {
    local missing
    mapfile -t missing < <(missing_packages)
    if ((${#missing[@]} > 0)) && ((EUID == 0)) && [[ -z ${SUDO_UID:-} ]] && command -v apt-get >/dev/null; then
        echo "installing ${missing[*]}" >&2
        {
            apt-get -qq update
            local name
            for name in "${missing[@]}"; do
                DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$name" ||
                    { [[ $name == openjdk* ]] &&
                        DEBIAN_FRONTEND=noninteractive apt-get -qq -y install temurin-25-jdk; } || true
            done
        } >&2
        mapfile -t missing < <(missing_packages)
    fi
    if ((${#missing[@]} > 0)); then
        echo "kansoku: to build, install: ${missing[*]} (JDK 25 of any vendor will do)" >&2
        return 1
    fi
    find_java javac
    export JAVA_HOME=$JAVA # what Maven runs on
    PATH=$PATH:/usr/sbin
}

# Installs what only tests use, container runtimes to observe and a terminal, where that is allowed as above. Without one its tests are
# skipped, saying so.
provide_test_tools() {
    local name missing=()
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q ' installed$' || missing+=("$name")
    done
    if ((${#missing[@]} > 0)) && ((EUID == 0)) && [[ -z ${SUDO_UID:-} ]] && command -v apt-get >/dev/null; then
        echo "installing ${missing[*]}" >&2
        {
            apt-get -qq update
            for name in "${missing[@]}"; do
                DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$name" || true
            done
        } >&2
    fi
}
