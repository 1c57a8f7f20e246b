-- Documents of clients: see docs/decisions/0023-documents.md.

-- What a theme asks: a list of types::document::AskedDocument. Not a column of `theme`, whose changes move the slots of
-- every agency.
CREATE TABLE theme_documents (
    theme_id BLOB PRIMARY KEY REFERENCES theme (id) ON DELETE CASCADE,
    asked TEXT NOT NULL
);

-- What was received. The bytes are in the object store, encrypted under a key of their own, which is here under the
-- operator's key of that id.
CREATE TABLE document (
    id BLOB PRIMARY KEY,
    appointment_id BLOB NOT NULL REFERENCES appointment (id),
    -- Which of those asked, and what it was called then; none for another.
    asked TEXT,
    label TEXT,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL CHECK (size > 0),
    sha256 BLOB NOT NULL,
    object TEXT NOT NULL UNIQUE,
    key_id TEXT NOT NULL,
    sealed_key BLOB NOT NULL,
    actor TEXT NOT NULL,
    staff_id BLOB REFERENCES staff (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX document_by_appointment ON document (appointment_id, created_at);
CREATE INDEX document_by_key ON document (key_id, id);
