// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

/** The kinds of problems, named as the tools that read Falco's results know them. */
public enum Code {
    ERR_FILE_READ("LOAD_ERR_FILE_READ", "File read error"),
    ERR_YAML_PARSE("LOAD_ERR_YAML_PARSE", "YAML parse error"),
    ERR_YAML_VALIDATE("LOAD_ERR_YAML_VALIDATE", "Error validating internal structure of YAML file"),
    ERR_COMPILE_CONDITION("LOAD_ERR_COMPILE_CONDITION", "Error compiling condition"),
    ERR_COMPILE_OUTPUT("LOAD_ERR_COMPILE_OUTPUT", "Error compiling output"),
    ERR_VALIDATE("LOAD_ERR_VALIDATE", "Error validating rule/macro/list/exception objects"),
    ERR_EXTENSION("LOAD_ERR_EXTENSION", "Error in extension item"),
    UNKNOWN_SOURCE("LOAD_UNKNOWN_SOURCE", "Unknown event source"),
    UNSAFE_NA_CHECK("LOAD_UNSAFE_NA_CHECK", "Unsafe <NA> comparison in condition"),
    NO_EVTTYPE("LOAD_NO_EVTTYPE", "Condition has no event-type restriction"),
    UNKNOWN_FILTER("LOAD_UNKNOWN_FILTER", "Unknown field or event-type in condition or output"),
    UNUSED_MACRO("LOAD_UNUSED_MACRO", "Unused macro"),
    UNUSED_LIST("LOAD_UNUSED_LIST", "Unused list"),
    UNKNOWN_ITEM("LOAD_UNKNOWN_ITEM", "Unknown rules file item"),
    DEPRECATED_ITEM("LOAD_DEPRECATED_ITEM", "Used deprecated item"),
    WARNING_EXTENSION("LOAD_WARNING_EXTENSION", "Warning in extension item"),
    APPEND_NO_VALUES("LOAD_APPEND_NO_VALUES", "Overriding/appending with no values"),
    EXCEPTION_NAME_NOT_UNIQUE(
            "LOAD_EXCEPTION_NAME_NOT_UNIQUE", "Multiple exceptions defined with the same name"),
    INVALID_MACRO_NAME("LOAD_INVALID_MACRO_NAME", "Invalid macro name"),
    INVALID_LIST_NAME("LOAD_INVALID_LIST_NAME", "Invalid list name"),
    COMPILE_CONDITION("LOAD_COMPILE_CONDITION", "Warning in rule condition"),
    UNKNOWN_KEY("LOAD_UNKNOWN_KEY", "Unknown key in item definition");

    private final String text;
    private final String description;

    Code(String text, String description) {
        this.text = text;
        this.description = description;
    }

    /** As results show it. */
    public String text() {
        return text;
    }

    /** What kind of problem it is, in a few words. */
    public String description() {
        return description;
    }

    public Severity severity() {
        return name().startsWith("ERR_") ? Severity.ERROR : Severity.WARNING;
    }
}
