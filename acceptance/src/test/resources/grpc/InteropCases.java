import io.grpc.testing.integration.TestServiceClient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs cases of gRPC's interop client one after the other in one JVM, and says which passed.
/// Arguments: the cases, with commas between, then the client's own options.
final class InteropCases {
    /// The cases about load reports work with the balancer that reads such reports.
    private static final String REPORTS_READ =
            "--service_config_json="
                    + "{\"loadBalancingConfig\":[{\"test_backend_metrics_load_balancer\":{}}]}";

    private InteropCases() {}

    public static void main(String[] args) {
        List<String> options = Arrays.asList(args).subList(1, args.length);
        for (String name : args[0].split(",")) {
            System.out.println(run(name, options) + " " + name);
        }
        System.exit(0);
    }

    private static String run(String name, List<String> options) {
        var arguments = new ArrayList<>(options);
        arguments.add("--test_case=" + name);
        if (name.startsWith("orca_")) {
            arguments.add(REPORTS_READ);
        }
        try {
            TestServiceClient.main(arguments.toArray(String[]::new));
            return "passed";
        } catch (Exception | Error e) {
            e.printStackTrace();
            return "failed";
        }
    }
}
