<?php

declare(strict_types=1);

namespace Creno\Checks;

use Drupal\Core\Config\Config;
use Drupal\Core\Config\ConfigCrudEvent;
use Drupal\Core\Config\ConfigEvents;
use Drupal\Core\DependencyInjection\ContainerBuilder;
use Drupal\Core\Render\BubbleableMetadata;
use Drupal\Core\Routing\RouteMatchInterface;
use Drupal\creno\CrenoServiceProvider;
use Drupal\creno\EventSubscriber\CspSubscriber;
use Drupal\creno\EventSubscriber\SettingsSubscriber;
use Drupal\creno\Form\SettingsForm;
use Drupal\csp\Csp;
use Drupal\csp\Event\PolicyAlterEvent;
use PHPUnit\Framework\TestCase;

/**
 * Checks what follows from the settings: form, library, caches, policy.
 */
class SettingsTest extends TestCase {

  private const SERVER = 'https://rdv.example.fr';

  /**
   * The form normalizes the address and refuses what is none.
   */
  public function testForm(): void {
    $form = [];
    $site = new Site('');
    $this->assertSame('creno.settings:api', (new SettingsForm())->buildForm($form, $site)['api']['#config_target']);
    foreach ([' https://RDV.example.fr// ' => [], '' => [], 'https://a@rdv.example.fr' => ['api']] as $typed => $errors) {
      $site = new Site('');
      $site->values['api'] = $typed;
      (new SettingsForm())->validateForm($form, $site);
      $this->assertSame($errors, array_keys($site->errors));
      if ($typed !== '' && $errors === []) {
        $this->assertSame(self::SERVER, $site->values['api']);
      }
    }
  }

  /**
   * The library follows the address.
   */
  public function testLibrary(): void {
    \Drupal::$api = '';
    $this->assertSame([], creno_library_info_build());
    \Drupal::$api = self::SERVER;
    $library = creno_library_info_build()['widget'];
    $script = $library['js'][self::SERVER . '/widget/v1/creno.js'];
    $this->assertSame('external', $script['type']);
    $this->assertFalse($script['preprocess']);
    $this->assertSame(['type' => 'module', 'crossorigin' => 'anonymous'], $script['attributes']);
  }

  /**
   * The help holds the link to the settings, on its own page only.
   */
  public function testHelp(): void {
    $route = new class() implements RouteMatchInterface {};
    $this->assertSame('', creno_help('system.admin', $route));
    $this->assertStringContainsString('<a href="/creno.settings">', creno_help('help.page.creno', $route));
  }

  /**
   * Only a change of the address makes the libraries forgotten.
   */
  public function testSubscriber(): void {
    $events = SettingsSubscriber::getSubscribedEvents();
    foreach ([ConfigEvents::SAVE, ConfigEvents::DELETE] as $event) {
      $site = new Site('');
      $subscriber = new SettingsSubscriber($site);
      $handler = [$subscriber, $events[$event]];
      $handler(new ConfigCrudEvent(new Config('system.site', ['api' => 'a'])));
      $handler(new ConfigCrudEvent(new Config('creno.settings', ['api' => 'a'], ['api' => 'a'])));
      $this->assertSame([], $site->tags);
      $handler(new ConfigCrudEvent(new Config('creno.settings', ['api' => 'a'], ['api' => 'b'])));
      $this->assertSame(['library_info'], $site->tags);
    }
  }

  /**
   * The policy's subscriber exists with the csp module only.
   */
  public function testServiceProvider(): void {
    foreach ([FALSE, TRUE] as $csp) {
      $container = new ContainerBuilder();
      $container->setParameter('container.modules', ['creno' => []] + ($csp ? ['csp' => []] : []));
      (new CrenoServiceProvider())->register($container);
      $this->assertSame($csp, $container->has('creno.csp_subscriber'));
    }
    $definition = $container->getDefinition('creno.csp_subscriber');
    $this->assertTrue($definition->hasTag('event_subscriber'));
    $this->assertCount(2, $definition->getArguments());
    $this->assertSame(['csp.policy_alter'], array_keys(CspSubscriber::getSubscribedEvents()));
  }

  /**
   * The pages that show the widget, and these alone, are allowed to use it.
   */
  public function testPolicy(): void {
    $self = ["'self'"];
    $directives = ['default-src' => $self, 'script-src' => $self, 'script-src-elem' => $self];
    $allowed = [
      'default-src' => $self,
      'script-src' => ["'self'", self::SERVER, "'wasm-unsafe-eval'"],
      'script-src-elem' => ["'self'", self::SERVER],
      'connect-src' => ["'self'", self::SERVER],
      'frame-src' => ["'self'", self::SERVER],
    ];
    $with = ['library' => ['core/drupal', 'creno/widget']];
    $this->assertSame($allowed, $this->policy(self::SERVER . '/agenda', $directives, $with));
    $this->assertSame($directives, $this->policy(self::SERVER, $directives, ['library' => ['core/drupal']]));
    $this->assertSame($directives, $this->policy(self::SERVER, $directives, []));
    $this->assertSame($directives, $this->policy('', $directives, $with));
    $with['drupalSettings']['creno']['origins']['https://autre.example'] = TRUE;
    $policy = $this->policy(self::SERVER, ['default-src' => $self], $with);
    $this->assertSame(["'self'", self::SERVER, 'https://autre.example'], $policy['connect-src']);
    $this->assertSame(["'self'", self::SERVER, "'wasm-unsafe-eval'"], $policy['script-src']);
    $this->assertArrayNotHasKey('script-src-elem', $policy);
  }

  /**
   * Gives the policy of a page.
   */
  private function policy(string $api, array $directives, array $attachments): array {
    $site = new Site($api);
    $policy = new Csp();
    $policy->directives = $directives;
    $response = (new BubbleableMetadata())->setAttachments($attachments);
    (new CspSubscriber($site, $site))->onPolicyAlter(new PolicyAlterEvent($policy, $response));
    return $policy->directives;
  }

}
