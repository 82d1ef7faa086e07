import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;

/** A collection whose stored documents never change under a reader, and which uses unique indexes more often. */
final class StoredCollection extends H2Collection {

    StoredCollection(MongoDatabase database, String collectionName, CollectionOptions options,
                     MVMap<Object, Document> data, MVMap<String, Object> meta, CursorRegistry cursorRegistry) {
        super(database, collectionName, options, data, meta, cursorRegistry);
    }

    /**
     * Hands out copies. The superclass hands out the stored objects themselves and updates them in place, while
     * another thread may be encoding the same object into an answer or writing it to disk: readers would see half an
     * update, and the store would break.
     */
    @Override
    protected QueryResult createQueryResult(List<Document> matchedDocuments, int batchSize) {
        List<Document> copies = matchedDocuments.stream().map(Document::cloneDeeply).collect(Collectors.toList());
        return super.createQueryResult(copies, batchSize);
    }

    /**
     * Uses a unique index when the query names its fields among others, such as an id together with the organisation.
     * The superclass does so only when the query names exactly the fields of the index, and else reads everything.
     */
    @Override
    protected QueryResult queryDocuments(Document query, Document orderBy, int numberToSkip, int limit, int batchSize,
                                         Document fieldSelector) {
        for (Index<Object> index : getIndexes()) {
            Document part = indexedPart(index, query);
            if (part != null && index.canHandle(part)) {
                return matchDocuments(query, index.getPositions(part), orderBy, numberToSkip, limit, batchSize,
                    fieldSelector);
            }
        }
        return super.queryDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    /** The conditions on the fields of an index; null when the query lacks one of them. */
    private static Document indexedPart(Index<Object> index, Document query) {
        Document part = new Document();
        for (IndexKey key : index.getKeys()) {
            Object value = query.get(key.getKey());
            // Null also matches documents without the field, a list also those that contain it as an element.
            if (value == null || value instanceof Collection) {
                return null;
            }
            part.put(key.getKey(), value);
        }
        return part;
    }

    /** Adds what MongoDB answers about an upsert and about no match; the superclass answers it for an update only. */
    @Override
    public synchronized Document findAndModify(Document command) {
        Document answer = super.findAndModify(command);
        if (command.get("update") == null || answer.containsKey("lastErrorObject")) {
            return answer;
        }
        boolean upsert = Utils.isTrue(command.get("upsert"));
        Document outcome = new Document("n", Integer.valueOf(upsert ? 1 : 0)).append("updatedExisting", Boolean.FALSE);
        if (upsert) {
            outcome.putIfNotNull("upserted", upsertedId(command, answer));
        }
        answer.put("lastErrorObject", outcome);
        return answer;
    }

    /** Known when the new document is asked for or the query names the id. */
    private static Object upsertedId(Document command, Document answer) {
        Object value = answer.get("value");
        if (value instanceof Document && ((Document) value).containsKey("_id")) {
            return ((Document) value).get("_id");
        }
        Object query = command.get("query");
        Object id = query instanceof Document ? ((Document) query).get("_id") : null;
        return id instanceof Document ? null : id;
    }
}
