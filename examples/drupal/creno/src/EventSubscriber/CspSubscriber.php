<?php

declare(strict_types=1);

namespace Drupal\creno\EventSubscriber;

use Drupal\Core\Asset\LibraryDependencyResolverInterface;
use Drupal\Core\Config\ConfigFactoryInterface;
use Drupal\Core\Render\AttachmentsInterface;
use Drupal\creno\ApiAddress;
use Drupal\creno\BookingBuilder;
use Drupal\csp\CspEvents;
use Drupal\csp\Event\PolicyAlterEvent;
use Symfony\Component\EventDispatcher\EventSubscriberInterface;

/**
 * Allows the widget on the pages that show it, with the csp module.
 */
class CspSubscriber implements EventSubscriberInterface {

  public function __construct(
    protected ConfigFactoryInterface $configFactory,
    protected LibraryDependencyResolverInterface $libraryDependencyResolver,
  ) {}

  /**
   * {@inheritdoc}
   */
  public static function getSubscribedEvents(): array {
    return [CspEvents::POLICY_ALTER => 'onPolicyAlter'];
  }

  /**
   * Adds the server, and WebAssembly, to what a page may use.
   *
   * @param \Drupal\csp\Event\PolicyAlterEvent $event
   *   The policy and the page.
   */
  public function onPolicyAlter(PolicyAlterEvent $event): void {
    $response = $event->getResponse();
    if (!$response instanceof AttachmentsInterface) {
      return;
    }
    $attachments = $response->getAttachments();
    $libraries = $this->libraryDependencyResolver->getLibrariesWithDependencies($attachments['library'] ?? []);
    $api = (string) $this->configFactory->get('creno.settings')->get('api');
    if (!in_array(BookingBuilder::LIBRARY, $libraries, TRUE) || !ApiAddress::isValid($api)) {
      return;
    }

    $origin = ApiAddress::origin($api);
    $others = array_keys($attachments['drupalSettings']['creno']['origins'] ?? []);
    $policy = $event->getPolicy();
    $policy->fallbackAwareAppendIfEnabled('script-src', [$origin, "'wasm-unsafe-eval'"]);
    // It replaces script-src for elements, and is not needed otherwise.
    if ($policy->hasDirective('script-src-elem')) {
      $policy->appendDirective('script-src-elem', [$origin]);
    }
    foreach (['connect-src', 'frame-src'] as $directive) {
      $policy->fallbackAwareAppendIfEnabled($directive, array_values(array_unique([$origin, ...$others])));
    }
  }

}
