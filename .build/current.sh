# SPDX-License-Identifier: Apache-2.0
# Sourced by ./kansoku and .build/build: whether what is built is what the sources say.

# True where nothing that goes into the build is newer than it. One find over some hundred files, a few milliseconds. Folders
# count too: theirs is the change where a file was removed.
is_current() {
    local built=$1/cli/target/kansoku/built
    [[ -e $built ]] || return 1
    [[ -z $(find "$1/pom.xml" "$1"/*/pom.xml "$1/.mvn" "$1"/*/build-* "$1"/*/src/main -newer "$built" -print -quit 2>/dev/null) ]]
}
