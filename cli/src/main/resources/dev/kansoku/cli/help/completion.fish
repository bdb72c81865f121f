# Completion of the kansoku command for fish. It is printed by
#     kansoku completion fish
# and holds all its words, so that nothing is started at a TAB. Load it with
#     kansoku completion fish | source

set -g __kansoku_verbs @VERBS@
set -g __kansoku_shells @SHELLS@
set -g __kansoku_classes @CLASSES@
set -g __kansoku_fields @FIELDS@
set -g __kansoku_booleans @BOOLEANS@
set -g __kansoku_functions @FUNCTIONS@
set -g __kansoku_operators @OPERATORS@
set -g __kansoku_events @EVENTS@

# Says what the argument of an option is, or nothing where it takes none.
function __kansoku_kind
    switch $argv[1]
@KINDS@
    end
end

# Says what the words before the cursor are to kansoku: those of the filter, or -- behind it.
function __kansoku_before
    set -l takes no
    for word in (commandline -opc)[2..]
        if test $takes = yes
            set takes no
            continue
        end
        switch $word
            case --
                echo --
                return
            case '--*=*'
            case '-*'
                if test -n "$(__kansoku_kind $word)"
                    set takes yes
                end
            case '*'
                echo $word
        end
    end
end

# The word at the cursor without the quote that it begins with.
function __kansoku_current
    string replace -r '^["\']' '' -- (commandline -ct)
end

# Offers words behind what stands in the word at hand before the last of some characters.
function __kansoku_offer
    set -l before (string match -r -- "^.*[$argv[1]]" (__kansoku_current))
    printf '%s\n' "$before"$argv[2..]
end

function __kansoku_filter
    set -l before (__kansoku_before)
    if contains -- -- $before
        return
    end
    # What follows is a filter as well.
    if test "$before[1..2]" = 'filter explain'
        set before $before[3..]
    end
    switch "$before"
        case filter
            echo explain
            return
        case fields
            printf '%s\n' $__kansoku_classes $__kansoku_fields
            return
        case events
            printf '%s\n' $__kansoku_events
            return
        case completion
            printf '%s\n' $__kansoku_shells
            return
        case help
            return
        case ''
            printf '%s\n' $__kansoku_verbs
    end
    set -l text "$before "(__kansoku_current)
    set text (string replace -ra '["\'\\\\]' ' ' -- $text)
    set text (string replace -ra '[(),=<>!]' ' $0 ' -- $text)
    set -l tokens (string split ' ' -- $text)
    set -e tokens[-1]
    set -l state term
    set -l field ''
    for token in $tokens
        if test -z "$token"
            continue
        end
        switch $state:$token
            case term:not 'term:(' 'op:('
                set state term
            case 'term:*'
                set field $token
                set state op
            case 'op:)' 'value:='
            case op:exists
                set state next
            case op:in op:intersects op:pmatch value:oneof value:anyof value:allof
                set state open
            case 'op:*'
                set state value
            case 'value:*'
                set state next
            case 'open:*'
                set state list
            case 'list:)'
                set state next
            case next:and next:or
                set state term
        end
    end
    set -l found
    switch $state
        case term
            set found $__kansoku_fields $__kansoku_functions not
        case op
            set found $__kansoku_operators
        case next
            set found and or
        case value list
            if contains -- $field evt.type syscall.type
                set found $__kansoku_events
            else if contains -- $field $__kansoku_booleans
                set found true false
            end
    end
    if test (count $found) -gt 0
        __kansoku_offer ' =(,<>!' $found
    end
end

function __kansoku_list
    __kansoku_offer ',(' $__kansoku_fields $__kansoku_functions
end

function __kansoku_format
    set -l before (string match -r -- '^.*%[0-9]*(?:[a-z0-9]+\\()*' (__kansoku_current))
    if test -n "$before"
        printf '%s\n' $before[1]$__kansoku_fields $before[1]$__kansoku_functions
    end
end

complete -c kansoku -f -n 'not contains -- -- (commandline -opc)' -a '(__kansoku_filter)'
complete -c kansoku -F -n 'contains -- -- (commandline -opc)' -a '(__fish_complete_command)'
@OPTIONS@
