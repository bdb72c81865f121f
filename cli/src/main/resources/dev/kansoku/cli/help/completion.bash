# Completion of the kansoku command for bash. It is printed by
#     kansoku completion bash
# and holds all its words, so that nothing is started at a TAB. Load it with
#     source <(kansoku completion bash)

_kansoku_options='@OPTIONS@'
_kansoku_verbs='@VERBS@'
_kansoku_shells='@SHELLS@'
_kansoku_classes='@CLASSES@'
_kansoku_fields='@FIELDS@'
_kansoku_booleans=' @BOOLEANS@ '
_kansoku_functions='@FUNCTIONS@'
_kansoku_operators='@OPERATORS@'
_kansoku_events='@EVENTS@'

# Sets kind to what the argument of an option is, or to nothing where it takes none.
_kansoku_kind() {
    case $1 in
@KINDS@
        *) kind= ;;
    esac
}

# Reads a filter up to the cursor: sets words to what may come next, and part to what is there of it.
_kansoku_filter() {
    local text=$1 state=term field= token
    local -a tokens
    text=${text//[\'\"\\]/ }
    for token in '(' ')' , = '<' '>' '!'; do
        text=${text//"$token"/ "$token" }
    done
    part=${text##*[[:blank:]]}
    read -ra tokens <<<"${text%"$part"}"
    for token in "${tokens[@]}"; do
        case $state:$token in
            term:not | term:'(' | op:'(') state=term ;;
            term:*) field=$token state=op ;;
            op:')') ;;
            op:exists) state=next ;;
            op:in | op:intersects | op:pmatch | value:oneof | value:anyof | value:allof) state=open ;;
            op:*) state=value ;;
            value:=) ;;
            value:*) state=next ;;
            open:*) state=list ;;
            list:')') state=next ;;
            next:and | next:or) state=term ;;
        esac
    done
    case $state in
        term) words="$_kansoku_fields not" ;;
        op)
            words=$_kansoku_operators
            # Outside of quotes the shell would take them for itself.
            [[ -z $quote ]] && words=${words//[<>]?(=)/}
            ;;
        next) words='and or' ;;
        value | list)
            words=
            case $field in
                evt.type | syscall.type) words=$_kansoku_events ;;
                *) [[ $_kansoku_booleans == *" $field "* ]] && words='true false' ;;
            esac
            ;;
        *) words= ;;
    esac
    if [[ $state == term && -n $quote ]]; then
        words+=" $_kansoku_functions"
    fi
}

# Answers with the words that begin as part does, behind what stands before part in the word at hand.
_kansoku_answer() {
    local before=${cur%"$part"}
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "$part")
    if ((${#COMPREPLY[@]} == 1)); then
        if [[ -n $quote ]]; then
            # A single answer would close the quote.
            COMPREPLY+=("${COMPREPLY[0]} ")
        elif [[ ${COMPREPLY[0]} == *[.\(] ]]; then
            compopt -o nospace 2>/dev/null
        fi
    fi
}

_kansoku_argument() {
    case $kind in
        files)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            ;;
        directories)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$cur")
            ;;
        users) mapfile -t COMPREPLY < <(compgen -u -- "$cur") ;;
        fields)
            part=${cur##*[,\(]}
            words="$_kansoku_fields $_kansoku_functions"
            compopt -o nospace 2>/dev/null
            _kansoku_answer
            ;;
        format)
            [[ $cur == *%* ]] || return
            part=${cur##*[%\(]}
            part=${part##*([0-9])}
            words="$_kansoku_fields $_kansoku_functions"
            compopt -o nospace 2>/dev/null
            _kansoku_answer
            ;;
        words:*) mapfile -t COMPREPLY < <(compgen -W "${kind#words:}" -- "$cur") ;;
    esac
}

# Completes the command behind -- at $1 as if it stood alone.
_kansoku_command() {
    local offset
    for offset in _comp_command_offset _command_offset; do
        if declare -F "$offset" >/dev/null; then
            "$offset" $(($1 + 1))
            return
        fi
    done
    if ((COMP_CWORD == $1 + 1)); then
        mapfile -t COMPREPLY < <(compgen -c -- "$cur")
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}

_kansoku() {
    local cur=${COMP_WORDS[COMP_CWORD]} kind= words= part= option= filter= quote= word i
    local extglob=$(shopt -p extglob)
    COMPREPLY=()
    shopt -s extglob
    case $cur in
        [\'\"]*) quote=${cur:0:1} cur=${cur:1} ;;
    esac
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $option ]]; then
            # --events=5 comes as three words.
            [[ $word == '=' && ${COMP_WORDS[i - 1]} == "$option" ]] || option=
            continue
        fi
        case $word in
            --)
                _kansoku_command "$i"
                $extglob
                return
                ;;
            -[a-zA-Z]* | --*)
                _kansoku_kind "$word"
                [[ -n $kind ]] && option=$word
                ;;
            *) filter+="$word " ;;
        esac
    done
    if [[ -n $option ]]; then
        [[ $cur == '=' && ${COMP_WORDS[COMP_CWORD - 1]} == "$option" ]] && cur=
        _kansoku_kind "$option"
        _kansoku_argument
    elif [[ $cur == -* && -z $quote ]]; then
        words=$_kansoku_options part=$cur
        _kansoku_answer
    else
        # What follows is a filter as well.
        [[ $filter == 'filter explain '* ]] && filter=${filter#filter explain }
        case $filter in
            'filter ') words=explain part=$cur ;;
            'fields ') words="$_kansoku_classes $_kansoku_fields" part=$cur ;;
            'events ') words=$_kansoku_events part=$cur ;;
            'completion ') words=$_kansoku_shells part=$cur ;;
            'help ') ;;
            *)
                _kansoku_filter "$filter$cur"
                [[ -z $filter && -z $quote ]] && words+=" $_kansoku_verbs"
                # Here = stands alone as a word, and an operator is whole.
                [[ $cur == [=\<\>!] ]] && cur=
                ;;
        esac
        _kansoku_answer
    fi
    $extglob
}

complete -o bashdefault -o default -F _kansoku kansoku
