// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.containers.grpc.GrpcConnection;
import dev.kansoku.containers.grpc.GrpcException;
import dev.kansoku.containers.grpc.ProtoReader;
import dev.kansoku.containers.grpc.ProtoWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Who answers on a socket.
 *
 * @param api the package of CRI's services that it has, empty where it has none
 * @param type what {@code container.type} shows
 */
record CriVersion(String api, String type) {
    /** The interface is the same in both, as far as it is used here. */
    private static final List<String> APIS = List.of("runtime.v1", "runtime.v1alpha2");

    /** Fields of VersionRequest and VersionResponse. */
    private static final int ASKED_VERSION = 1;

    private static final int RUNTIME_NAME = 2;

    static CriVersion ask(GrpcConnection connection) throws IOException {
        byte[] request = new ProtoWriter().text(ASKED_VERSION, "v1").toBytes();
        for (String api : APIS) {
            try {
                byte[] answer = connection.call(api + ".RuntimeService/Version", request);
                return new CriVersion(api, type(answer));
            } catch (GrpcException e) {
                if (!e.isUnimplemented()) {
                    throw e;
                }
            }
        }
        // containerd may be set up without CRI; nobody else would listen there.
        return new CriVersion("", "containerd");
    }

    private static String type(byte[] answer) throws IOException {
        String name = "";
        ProtoReader in = new ProtoReader(answer);
        while (in.next()) {
            if (in.field() == RUNTIME_NAME) {
                name = in.text().toLowerCase(Locale.ROOT);
            }
        }
        return switch (name) {
            case "containerd", "cri-o", "docker" -> name;
            default -> "cri";
        };
    }

    boolean speaksCri() {
        return !api.isEmpty();
    }

    /** Whether it has containerd's own interface. */
    boolean isContainerd() {
        return type.equals("containerd");
    }
}
