<?php

declare(strict_types=1);

namespace Drupal\creno;

use Drupal\Core\DependencyInjection\ContainerBuilder;
use Drupal\Core\DependencyInjection\ServiceProviderBase;
use Drupal\creno\EventSubscriber\CspSubscriber;
use Symfony\Component\DependencyInjection\Reference;

/**
 * Registers what depends on other modules.
 */
class CrenoServiceProvider extends ServiceProviderBase {

  /**
   * {@inheritdoc}
   */
  public function register(ContainerBuilder $container): void {
    $modules = $container->getParameter('container.modules');
    // The subscriber's class cannot be loaded without this module.
    if (isset($modules['csp'])) {
      $container->register('creno.csp_subscriber', CspSubscriber::class)
        ->addArgument(new Reference('config.factory'))
        ->addArgument(new Reference('library.dependency_resolver'))
        ->addTag('event_subscriber');
    }
  }

}
