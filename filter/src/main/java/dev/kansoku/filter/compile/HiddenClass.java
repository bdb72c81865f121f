// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** Loads a class that was made, as one that goes when its only instance does. */
final class HiddenClass {
    private HiddenClass() {}

    static Object instance(byte[] bytes, Constants constants) {
        try {
            Lookup hidden =
                    MethodHandles.lookup()
                            .defineHiddenClassWithClassData(
                                    bytes, constants.objects().toArray(), true);
            return hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("a class of filters does not load", e);
        }
    }
}
