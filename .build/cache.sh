# SPDX-License-Identifier: Apache-2.0
# Sourced by .build/java.sh, and part of the start script that ./dist makes.

# Sets kansoku_cache to the cache of classes that a command line is served best by. All that a cache holds is moved into its place and linked before
# main begins, so that one which holds less is there sooner; what it has not is loaded as it would be without any.
#   replay  what reads captures, and the help
#   live    what observes
#   detect  everything
choose_cache() {
    kansoku_cache=live
    case ${1-} in
        detect | rules | metrics) kansoku_cache=detect && return ;;
        filter | fields | events | scap | index | man | completion | doctor | --version | --help | -h) kansoku_cache=replay && return ;;
    esac
    for word; do
        case $word in
            --) return ;;
            --read | --read=* | -r* | -[!-]*r*) kansoku_cache=replay ;;
        esac
    done
}
