#compdef kansoku
# Completion of the kansoku command for zsh. It is printed by
#     kansoku completion zsh
# and holds all its words, so that nothing is started at a TAB. Load it with
#     source <(kansoku completion zsh)
# behind compinit, or keep it as a file _kansoku in a folder of $fpath.

_kansoku_words() {
    flags=(
@OPTIONS@
    )
    verbs=(@VERBS@)
    shells=(@SHELLS@)
    classes=(@CLASSES@)
    fields=(@FIELDS@)
    booleans=(@BOOLEANS@)
    transforms=(@FUNCTIONS@)
    operators=(@OPERATORS@)
    events=(@EVENTS@)
}

# Sets kind to what the argument of an option is, or to nothing where it takes none.
_kansoku_kind() {
    case $1 in
@KINDS@
        *) kind= ;;
    esac
}

# Reads a filter up to the cursor: sets found to what may come next.
_kansoku_filter() {
    local text=$1 state=term field= token part
    text=${text//[\'\"\\]/ }
    for token in '(' ')' , = '<' '>' '!'; do
        text=${text//$token/ $token }
    done
    part=${text##*[[:blank:]]}
    for token in ${=text%$part}; do
        case $state:$token in
            (term:not|term:'('|op:'(') state=term ;;
            (term:*) field=$token state=op ;;
            (op:')') ;;
            (op:exists) state=next ;;
            (op:in|op:intersects|op:pmatch|value:oneof|value:anyof|value:allof) state=open ;;
            (op:*) state=value ;;
            (value:=) ;;
            (value:*) state=next ;;
            (open:*) state=list ;;
            (list:')') state=next ;;
            (next:and|next:or) state=term ;;
        esac
    done
    case $state in
        (term) found=($fields $transforms not) ;;
        (op) found=($operators) ;;
        (next) found=(and or) ;;
        (value|list)
            case $field in
                (evt.type|syscall.type) found=($events) ;;
                (*) (( ${booleans[(Ie)$field]} )) && found=(true false) ;;
            esac
            ;;
    esac
}

_kansoku_argument() {
    case $kind in
        (files) _files ;;
        (directories) _files -/ ;;
        (users) _users ;;
        (fields)
            compset -P '*[,\(]'
            compadd -S '' -a fields transforms
            ;;
        (format)
            [[ $PREFIX == *%* ]] || return 1
            compset -P '*%'
            compset -P '*\('
            compset -P '[0-9]##'
            compadd -S '' -a fields transforms
            ;;
        (words:*) compadd ${=kind#words:} ;;
        (*) return 1 ;;
    esac
}

_kansoku() {
    local -a flags verbs shells classes fields booleans transforms operators events found
    local kind= option= filter= word i
    _kansoku_words
    for (( i = 2; i < CURRENT; i++ )); do
        word=$words[i]
        if [[ -n $option ]]; then
            option=
            continue
        fi
        case $word in
            (--)
                shift $i words
                (( CURRENT -= i ))
                _normal
                return
                ;;
            (--*=*) ;;
            (-[a-zA-Z]*|--*)
                _kansoku_kind $word
                [[ -n $kind ]] && option=$word
                ;;
            (*) filter+="$word " ;;
        esac
    done
    if [[ -n $option ]]; then
        _kansoku_kind $option
        _kansoku_argument
        return
    fi
    if [[ $PREFIX == --*=* ]]; then
        _kansoku_kind ${PREFIX%%=*}
        compset -P 1 '*='
        _kansoku_argument
        return
    fi
    if [[ $PREFIX == -* ]]; then
        _describe -o option flags
        return
    fi
    # What follows is a filter as well.
    filter=${filter#filter explain }
    case $filter in
        ('filter ') compadd explain ;;
        ('fields ') compadd -a classes fields ;;
        ('events ') compadd -a events ;;
        ('completion ') compadd -a shells ;;
        ('help ') return 1 ;;
        (*)
            _kansoku_filter "$filter$PREFIX"
            [[ -z $filter && -z $compstate[quote] ]] && found+=($verbs)
            compset -P '*[ =\(,<>!]'
            if [[ -n $compstate[quote] ]]; then
                compadd -S '' -a found
            else
                compadd -a found
            fi
            ;;
    esac
}

if [[ $funcstack[1] == _kansoku ]]; then
    _kansoku "$@"
else
    compdef _kansoku kansoku
fi
