// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesPredicateTest {
    @Test
    void findsWhatAStringSearchFinds() {
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = random(random, 40);
            int offset = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int length = random.nextInt(bytes.length - offset + 1);
            byte[] part = random(random, 4);
            String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
            String wanted = new String(part, StandardCharsets.ISO_8859_1);
            assertThat(new BytesPredicate.Contains(part).test(bytes, offset, length))
                    .as("%s in %s", wanted, text)
                    .isEqualTo(text.contains(wanted));
            assertThat(new BytesPredicate.StartsWith(part).test(bytes, offset, length))
                    .isEqualTo(text.startsWith(wanted));
            assertThat(new BytesPredicate.EndsWith(part).test(bytes, offset, length))
                    .isEqualTo(text.endsWith(wanted));
            for (String pattern : List.of("*" + wanted, wanted + "*", "*" + wanted + "*", wanted)) {
                byte[] glob = pattern.getBytes(StandardCharsets.ISO_8859_1);
                assertThat(Glob.test(glob).test(bytes, offset, length))
                        .as("%s on %s", pattern, text)
                        .isEqualTo(new Glob(glob, false).test(bytes, offset, length));
            }
        }
    }

    @Test
    void aSetHoldsItsMembersAndNothingElse() {
        Random random = new Random(9);
        for (int size : new int[] {0, 1, 2, 3, 5, 100, 3000}) {
            List<byte[]> members = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                byte[] member = random(random, 90);
                members.add(member);
                texts.add(new String(member, StandardCharsets.ISO_8859_1));
            }
            ByteSet set = new ByteSet(members);
            for (byte[] member : members) {
                byte[] shifted = new byte[member.length + 3];
                System.arraycopy(member, 0, shifted, 2, member.length);
                assertThat(set.test(shifted, 2, member.length)).isTrue();
            }
            for (int i = 0; i < 200; i++) {
                byte[] other = random(random, 12);
                assertThat(set.test(other, 0, other.length))
                        .isEqualTo(texts.contains(new String(other, StandardCharsets.ISO_8859_1)));
            }
        }
    }

    private static byte[] random(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ("ab/\u0080\u00ff".charAt(random.nextInt(5)));
        }
        return bytes;
    }
}
