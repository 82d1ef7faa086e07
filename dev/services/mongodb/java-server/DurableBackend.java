import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;

/**
 * Answers a write only when it is on disk. The H2 backend alone commits once in a while, and a killed server loses up to a
 * second of acknowledged writes.
 */
final class DurableBackend extends H2Backend {

    private static final Set<String> READING_COMMANDS = Set.of(
        "find", "getmore", "count", "distinct", "listcollections", "listindexes", "listdatabases", "hello", "ismaster",
        "ping", "buildinfo", "serverstatus", "connectionstatus", "hostinfo", "getcmdlineopts", "getlog", "killcursors",
        "endsessions", "dbstats", "collstats", "validate", "whatsmyuri", "replsetgetstatus");

    private static final int COMMITS_BETWEEN_TIDYING = 500;
    private static final int LEAST_PERCENT_LIVE = 50;
    private static final int BYTES_PER_TIDYING = 1 << 20;

    private int commitsSinceTidying;

    private volatile boolean stopping;

    /** One command at a time, so that what a commit writes is always whole commands, never half a one. */
    private final Lock writing = new ReentrantLock();

    DurableBackend(MVStore store) {
        super(store);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        if (onlyReads(message.getDocument())) {
            return super.handleMessage(message);
        }
        writing.lock();
        try {
            return withInsertedCount(message.getDocument(), super.handleMessage(message));
        } finally {
            // A refused command may have written part of its documents before.
            try {
                commit();
                tidyNowAndThen();
            } finally {
                writing.unlock();
                endIfBroken();
            }
        }
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        return new Database(databaseName);
    }

    private static boolean onlyReads(Document command) {
        String name = command.keySet().iterator().next().toLowerCase(Locale.ROOT);
        if (name.equals("aggregate")) {
            List<?> pipeline = (List<?>) command.get("pipeline");
            return pipeline.stream()
                .noneMatch(stage -> stage instanceof Document
                    && (((Document) stage).containsKey("$out") || ((Document) stage).containsKey("$merge")));
        }
        return READING_COMMANDS.contains(name);
    }

    /** mongo-java-server answers the number of documents that were sent, those refused included. */
    private static Document withInsertedCount(Document command, Document answer) {
        Object errors = answer.get("writeErrors");
        if (command.containsKey("insert") && errors instanceof List) {
            List<?> writeErrors = (List<?>) errors;
            boolean ordered = !Boolean.FALSE.equals(command.get("ordered"));
            int sent = ((List<?>) command.get("documents")).size();
            Object firstRefused = ((Document) writeErrors.get(0)).get("index");
            answer.put("n", ordered ? firstRefused : Integer.valueOf(sent - writeErrors.size()));
        }
        return answer;
    }

    /** Each commit leaves mostly replaced pages behind; rewriting the few live ones frees the space of the rest. */
    private void tidyNowAndThen() {
        commitsSinceTidying += 1;
        if (commitsSinceTidying >= COMMITS_BETWEEN_TIDYING) {
            commitsSinceTidying = 0;
            getMvStore().compact(LEAST_PERCENT_LIVE, BYTES_PER_TIDYING);
        }
    }

    /** A store that could not write closes itself. Whoever started the server is to see that, not endless errors. */
    private void endIfBroken() {
        if (getMvStore().isClosed() && !stopping) {
            System.err.println("The store has failed; the server ends.");
            Runtime.getRuntime().halt(1);
        }
    }

    @Override
    public void close() {
        stopping = true;
        super.close();
    }

    /**
     * An inner class, because the superclass's constructor already opens collections and indexes: by then the
     * reference to the backend is set, fields of its own are not.
     */
    private final class Database extends H2Database {

        /** What the index being created shall be like; the superclass passes only a part of it on. */
        private Document pendingIndex;

        Database(String databaseName) {
            super(databaseName, getMvStore(), getCursorRegistry());
        }

        @Override
        protected synchronized void addIndex(Document description) {
            // The first index of a collection creates it, and with it the index of its _id, before itself.
            Document outer = pendingIndex;
            pendingIndex = description;
            try {
                super.addIndex(description);
            } finally {
                pendingIndex = outer;
            }
        }

        @Override
        protected MongoCollection<Object> openOrCreateCollection(String collectionName, CollectionOptions options) {
            // The names of the maps are those of H2Database, which also renames and removes them.
            String namespace = getFullCollectionNamespace(collectionName);
            MVMap<Object, Document> data = getMvStore().openMap("databases." + namespace);
            MVMap<String, Object> meta = getMvStore().openMap("meta." + namespace);
            return new StoredCollection(this, collectionName, options, data, meta, cursorRegistry);
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(String collectionName, String indexName, List<IndexKey> keys,
                                                        boolean sparse) {
            String namespace = getFullCollectionNamespace(collectionName);
            Document filter = partialFilter(namespace, indexName);
            if (filter == null) {
                return super.openOrCreateUniqueIndex(collectionName, indexName, keys, sparse);
            }
            MVMap<KeyValue, Object> entries = getMvStore().openMap(namespace + "._index_" + indexName);
            return new PartialUniqueIndex(entries, indexName, keys, filter);
        }

        private Document partialFilter(String namespace, String indexName) {
            Document description = describes(pendingIndex, namespace, indexName)
                ? pendingIndex
                : storedDescription(namespace, indexName);
            return description == null ? null : (Document) description.get("partialFilterExpression");
        }

        private Document storedDescription(String namespace, String indexName) {
            MongoCollection<Object> descriptions = indexes.get();
            if (descriptions == null) {
                return null;
            }
            return descriptions.queryAllAsStream()
                .filter(description -> describes(description, namespace, indexName))
                .findFirst()
                .orElse(null);
        }

        private boolean describes(Document description, String namespace, String indexName) {
            return description != null
                && namespace.equals(description.get("ns"))
                && indexName.equals(description.get("name"));
        }
    }
}
