<?php

declare(strict_types=1);

namespace Drupal\creno\EventSubscriber;

use Drupal\Core\Cache\CacheTagsInvalidatorInterface;
use Drupal\Core\Config\ConfigCrudEvent;
use Drupal\Core\Config\ConfigEvents;
use Symfony\Component\EventDispatcher\EventSubscriberInterface;

/**
 * Forgets the script's address when the server's changes.
 *
 * Pages that show the widget carry the tag of the settings, and are forgotten
 * with them; the definitions of libraries only carry their own tag.
 */
class SettingsSubscriber implements EventSubscriberInterface {

  public function __construct(
    protected CacheTagsInvalidatorInterface $cacheTagsInvalidator,
  ) {}

  /**
   * {@inheritdoc}
   */
  public static function getSubscribedEvents(): array {
    return [
      ConfigEvents::SAVE => 'onChange',
      ConfigEvents::DELETE => 'onChange',
    ];
  }

  /**
   * Forgets the definitions of libraries.
   *
   * @param \Drupal\Core\Config\ConfigCrudEvent $event
   *   The change of some configuration.
   */
  public function onChange(ConfigCrudEvent $event): void {
    if ($event->getConfig()->getName() === 'creno.settings' && $event->isChanged('api')) {
      $this->cacheTagsInvalidator->invalidateTags(['library_info']);
    }
  }

}
