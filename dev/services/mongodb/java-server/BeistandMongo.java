import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;

/**
 * A MongoDB server for development on machines where no MongoDB can be downloaded: mongo-java-server with its H2 store,
 * made durable. Arguments: the port on 127.0.0.1 and the file that holds the data; without a file they end with the
 * server, and are kept in memory.
 */
public final class BeistandMongo {

    private BeistandMongo() {
    }

    /** The driver refuses servers below wire version 9 (MongoDB 4.4); mongo-java-server itself reports 8. */
    private static final class ReportedVersion implements MongoVersion {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(5, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 13;
        }
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        MVStore store = arguments.length == 1 ? openInMemory() : openStore(arguments[1]);
        MongoServer server = new MongoServer(new DurableBackend(store).version(new ReportedVersion()));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        server.bind("127.0.0.1", port);
    }

    private static MVStore openInMemory() {
        return new MVStore.Builder().autoCommitDisabled().open();
    }

    private static MVStore openStore(String file) throws Exception {
        if (Files.exists(Path.of(file))) {
            // Finishes or undoes a compaction during which an earlier start was killed.
            MVStoreTool.compactCleanUp(file);
            MVStoreTool.compact(file, false);
        }
        // Every write is committed before it is answered (see DurableBackend), so nothing is left to commit in between.
        MVStore store = new MVStore.Builder().fileName(file).autoCommitDisabled().open();
        // Space of replaced data may be used again at once: keeping it for a while helps after a power failure only.
        store.setRetentionTime(0);
        return store;
    }
}
