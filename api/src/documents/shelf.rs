//! Where the encrypted bytes are.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use tokio::sync::OnceCell;

/// Why bytes can't be kept, found or removed.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// The folder can't be made.
    #[error("the folder of documents can't be made: {0}")]
    Folder(#[from] std::io::Error),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] object_store::Error),
}

/// A folder of objects under drawn names, which nothing serves.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    // Made when it is first needed: most commands keep no document.
    open: OnceCell<Arc<dyn ObjectStore>>,
}

impl Shelf {
    /// The objects of a folder.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, open: OnceCell::new() }
    }

    async fn open(&self) -> Result<&Arc<dyn ObjectStore>, ShelfError> {
        self.open
            .get_or_try_init(|| async {
                let mut builder = tokio::fs::DirBuilder::new();
                builder.recursive(true).mode(0o700).create(&self.folder).await?;
                // What was acknowledged is on the disk.
                let folder = LocalFileSystem::new_with_prefix(&self.folder)?.with_fsync(true);
                Ok(Arc::new(folder) as Arc<dyn ObjectStore>)
            })
            .await
    }

    /// Keeps `bytes` under `name`.
    ///
    /// # Errors
    /// When they can't be; nothing is kept then.
    pub async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), ShelfError> {
        self.open().await?.put(&Path::from(name), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// What is under `name`.
    ///
    /// # Errors
    /// When there is nothing, or it can't be read.
    pub async fn get(&self, name: &str) -> Result<Bytes, ShelfError> {
        Ok(self.open().await?.get(&Path::from(name)).await?.bytes().await?)
    }

    /// Removes what is under `name`; what is not there is removed already.
    ///
    /// # Errors
    /// When it can't be.
    pub async fn delete(&self, name: &str) -> Result<(), ShelfError> {
        match self.open().await?.delete(&Path::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes everything.
    ///
    /// # Errors
    /// When something can't be.
    pub async fn clear(&self) -> Result<(), ShelfError> {
        let shelf = self.open().await?;
        let names = shelf.list(None).map_ok(|object| object.location).boxed();
        shelf.delete_stream(names).try_for_each(|_| async { Ok(()) }).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_kept_is_found_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().join("a/documents"));
        shelf.put("0123", b"sealed".to_vec()).await.unwrap();
        assert_eq!(shelf.get("0123").await.unwrap(), &b"sealed"[..]);
        shelf.delete("0123").await.unwrap();
        shelf.delete("0123").await.unwrap();
        assert!(shelf.get("0123").await.is_err());
        shelf.put("0123", b"sealed".to_vec()).await.unwrap();
        shelf.clear().await.unwrap();
        assert!(shelf.get("0123").await.is_err());
        // A file stands where the folder would be.
        std::fs::write(folder.path().join("file"), "").unwrap();
        assert!(Shelf::new(folder.path().join("file/documents")).put("0", vec![1]).await.is_err());
    }
}
