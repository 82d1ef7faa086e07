import java.util.List;
import java.util.Map.Entry;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

/**
 * A unique index over the documents that match its partialFilterExpression. mongo-java-server ignores that expression and would refuse
 * documents that the index does not concern. Serves uniqueness only, never a query. A matching document without any of
 * the fields is not constrained.
 */
final class PartialUniqueIndex extends AbstractUniqueIndex<Object> {

    private final MVMap<KeyValue, Object> entries;
    private final Document filter;

    PartialUniqueIndex(MVMap<KeyValue, Object> entries, String name, List<IndexKey> keys, Document filter) {
        super(name, keys, false);
        this.entries = entries;
        this.filter = filter;
    }

    /** Like a sparse index it does not know every document. */
    @Override
    protected boolean isSparse() {
        return true;
    }

    private boolean concerns(Document document) {
        return new DefaultQueryMatcher().matches(document, filter);
    }

    @Override
    public synchronized Object remove(Document document) {
        return concerns(document) ? super.remove(document) : null;
    }

    @Override
    public Object getPosition(Document document) {
        return concerns(document) ? super.getPosition(document) : null;
    }

    @Override
    public synchronized void checkAdd(Document document, MongoCollection<Object> collection) {
        if (concerns(document)) {
            super.checkAdd(document, collection);
        }
    }

    @Override
    public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
        if (concerns(document)) {
            super.add(document, position, collection);
        }
    }

    @Override
    public synchronized void checkUpdate(Document oldDocument, Document newDocument,
                                         MongoCollection<Object> collection) {
        if (concerns(oldDocument) && concerns(newDocument)) {
            super.checkUpdate(oldDocument, newDocument, collection);
        } else {
            checkAdd(newDocument, collection);
        }
    }

    @Override
    public void updateInPlace(Document oldDocument, Document newDocument, Object position,
                              MongoCollection<Object> collection) {
        if (concerns(oldDocument) && concerns(newDocument)) {
            super.updateInPlace(oldDocument, newDocument, position, collection);
        } else {
            remove(oldDocument);
            add(newDocument, position, collection);
        }
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    protected Object removeDocument(KeyValue keyValue) {
        return entries.remove(keyValue);
    }

    @Override
    protected boolean putKeyPosition(KeyValue keyValue, Object position) {
        return entries.putIfAbsent(keyValue, Missing.ofNullable(position)) == null;
    }

    @Override
    protected Iterable<Entry<KeyValue, Object>> getIterable() {
        return entries.entrySet();
    }

    @Override
    protected Object getPosition(KeyValue keyValue) {
        return entries.get(keyValue);
    }

    @Override
    public long getCount() {
        return entries.sizeAsLong();
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }
}
