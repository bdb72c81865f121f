// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.engine.state.SystemState;

/**
 * Where the kernel finds the number of the fd that a call acts on. Codes are the kernel side's.
 *
 * @param code 0 to 5 for an int argument, 8 to 13 for a long one, or one of the others
 */
public record FdSource(int code) {
    /** The call acts on no fd. */
    public static final FdSource ABSENT = new FdSource(16);

    /** It acts on one of which its event does not tell the number: -1. */
    static final FdSource NOT_SAID = new FdSource(17);

    /** The number is not among the arguments. */
    public static final FdSource UNTOLD = new FdSource(18);

    private static final int LONG = 8;

    /** Where it is for a call that the state learns nothing from. */
    static FdSource of(SystemCall call) {
        int code = call.event().code();
        if (!SystemState.actsOnFd(code)) {
            return ABSENT;
        }
        int parameter = SystemState.fdParameter(code);
        if (parameter < 0) {
            return NOT_SAID;
        }
        Recipe recipe = call.recipes().get(parameter);
        if (recipe.conversion() != null) {
            return UNTOLD;
        }
        return switch (recipe.kind()) {
            case "int" -> new FdSource(recipe.number(0));
            case "arg" ->
                    call.event().parameter(parameter).type().width() == Long.BYTES
                            ? new FdSource(LONG + recipe.number(0))
                            : UNTOLD;
            default -> UNTOLD;
        };
    }
}
